# tries: to make a device that reads the disk
# stopped by: seccomp: no mknod; no capabilities; Landlock
# report: raised
# control: outside, as root
import os
import stat

os.mknod("disk", stat.S_IFCHR | 0o600, os.makedev(1, 5))
print("@DONE@")
