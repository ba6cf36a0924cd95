# tries: to leave by way of a new root directory
# stopped by: seccomp: no chroot; no capabilities
# report: raised
# control: outside, as root
import os

os.chroot(".")
print("@DONE@")
