# tries: to load a program into the kernel
# stopped by: seccomp: no bpf; no capabilities
# report: finished
# control: outside, as root
# machine: x86_64
import ctypes
import struct

# An array of one entry.
if ctypes.CDLL(None).syscall(321, 0, struct.pack("4I", 2, 4, 8, 1).ljust(128, b"\0"), 128) >= 0:
    print("@DONE@")
