# tries: to read the machine's users
# stopped by: Landlock: reading the interpreter and torch only
# report: raised
# control: outside
if open("/etc/passwd").read():
    print("@DONE@")
