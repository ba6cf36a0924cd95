# tries: to fork by the old call that the C library no longer uses
# stopped by: seccomp: no processes
# report: finished
# control: outside
# machine: x86_64
import ctypes
import os

pid = ctypes.CDLL(None).syscall(57)
if pid == 0:
    print("@DONE@", flush=True)
    os._exit(0)
if pid > 0:
    os.wait()
