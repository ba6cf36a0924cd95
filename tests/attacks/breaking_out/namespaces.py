# tries: to become root of a name space of its own
# stopped by: seccomp: no unshare
# report: finished
# control: outside, as root
import ctypes

for flag in (0x10000000, 0x00020000, 0x20000000):
    if ctypes.CDLL(None).unshare(flag) == 0:
        print("@DONE@")
