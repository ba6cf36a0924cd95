# tries: to read a file by the newest call that opens one, whose flags no filter can read
# stopped by: seccomp: openat2 does not exist; Landlock
# report: raised
# control: outside
# machine: x86_64
import ctypes
import os
import struct

descriptor = ctypes.CDLL(None).syscall(437, -100, b"@SECRET_FILE@", struct.pack("QQQ", 0, 0, 0), 24)
print(os.read(descriptor, 100))
