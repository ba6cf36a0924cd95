# tries: to read the disk below all files, which root may do by permissions alone
# stopped by: Landlock: no devices
# report: finished
# control: none, because not every machine shows its disk
for name in ("vda", "sda", "nvme0n1", "dm-0", "mem", "kmsg", "port", "pmem0"):
    try:
        open(f"/dev/{name}", "rb")
        print("@DONE@", name)
    except OSError:
        continue
