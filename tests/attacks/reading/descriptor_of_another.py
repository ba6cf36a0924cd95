# tries: to take a descriptor out of another process by the call that debuggers have for it
# stopped by: seccomp: pidfd_getfd
# report: raised
# control: outside, as root
# machine: x86_64
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
process = libc.syscall(434, int("@VICTIM_PID@"), 0)
taken = libc.syscall(438, process, 1, 0)
if taken < 0:
    raise OSError(ctypes.get_errno(), "refused")
print("@DONE@")
