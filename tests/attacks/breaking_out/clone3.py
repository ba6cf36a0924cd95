# tries: to clone a process by the call whose flags no filter can read
# stopped by: seccomp: clone3 does not exist
# report: finished
# control: outside
# machine: x86_64
import ctypes
import os
import signal
import struct

arguments = struct.pack("8Q", 0, 0, 0, 0, signal.SIGCHLD, 0, 0, 0)
pid = ctypes.CDLL(None).syscall(435, arguments, len(arguments))
if pid == 0:
    print("@DONE@", flush=True)
    os._exit(0)
if pid > 0:
    os.wait()
