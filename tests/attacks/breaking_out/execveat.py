# tries: to become another program by its descriptor
# stopped by: seccomp: no exec
# report: finished
# control: outside
# machine: x86_64
import ctypes
import os

descriptor = os.open("/bin/echo", os.O_PATH)
arguments = (ctypes.c_char_p * 3)(b"echo", b"@DONE@", None)
ctypes.CDLL(None).syscall(322, descriptor, b"", arguments, None, 0x1000)
