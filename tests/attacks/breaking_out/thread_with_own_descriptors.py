# tries: to start a thread with a table of descriptors of its own, which the watch would not see
# stopped by: seccomp: threads share their descriptors
# report: finished
# control: none, because the thread would run off the end of its stack
# machine: x86_64
import ctypes

CLONE_VM, CLONE_SIGHAND, CLONE_THREAD = 0x100, 0x800, 0x10000
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall(56, CLONE_VM | CLONE_SIGHAND | CLONE_THREAD, 0, 0, 0, 0)
if ctypes.get_errno() != 1:
    print("@DONE@")
