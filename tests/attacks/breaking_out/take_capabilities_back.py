# tries: to take back the powers of root that were laid down
# stopped by: no capabilities; seccomp: no capset
# report: finished
# control: outside, as root
# machine: x86_64
import ctypes
import struct

libc = ctypes.CDLL(None)
header = struct.pack("Ii", 0x20080522, 0)
chown_and_kill = struct.pack("6I", 0x21, 0x21, 0, 0, 0, 0)
if libc.syscall(126, header, chown_and_kill) == 0:
    print("@DONE@")
