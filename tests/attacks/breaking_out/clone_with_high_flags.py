# tries: to clone a process with the thread's flag set where the kernel does not look
# stopped by: seccomp: clone makes threads only
# report: finished
# control: outside
# machine: x86_64
import ctypes
import os
import signal

pid = ctypes.CDLL(None).syscall(56, ctypes.c_ulong(0x10400 << 32 | signal.SIGCHLD), 0, 0, 0, 0)
if pid == 0:
    print("@DONE@", flush=True)
    os._exit(0)
if pid > 0:
    os.wait()
