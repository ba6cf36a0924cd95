# tries: to clone a process by the call that threads need
# stopped by: seccomp: clone makes threads only
# report: finished
# control: outside
# machine: x86_64
import ctypes
import os
import signal

pid = ctypes.CDLL(None).syscall(56, signal.SIGCHLD, 0, 0, 0, 0)
if pid == 0:
    print("@DONE@", flush=True)
    os._exit(0)
if pid > 0:
    os.wait()
