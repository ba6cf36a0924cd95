# tries: to make a thread by the call whose flags no filter can read, with name spaces asked for as well
# stopped by: seccomp: clone3 does not exist
# report: finished
# control: outside, as root
# machine: x86_64
import ctypes
import os
import signal
import struct

CLONE_NEWNS, CLONE_NEWUTS = 0x00020000, 0x04000000
arguments = struct.pack("8Q", CLONE_NEWNS | CLONE_NEWUTS, 0, 0, 0, signal.SIGCHLD, 0, 0, 0)
pid = ctypes.CDLL(None).syscall(435, arguments, len(arguments))
if pid == 0:
    print("@DONE@", flush=True)
    os._exit(0)
if pid > 0:
    os.wait()
