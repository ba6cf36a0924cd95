# tries: to read what other programs of the machine keep beside the shared libraries
# stopped by: Landlock: shared libraries only
# report: raised
# control: outside
if open("/usr/lib/os-release").read():
    print("@DONE@")
