# tries: to make a socket by its number, past whatever Python's socket module was made to do
# stopped by: seccomp: no sockets
# report: finished
# control: outside
# machine: x86_64
import ctypes

if ctypes.CDLL(None).syscall(41, 2, 1, 0) >= 0:
    print("@DONE@")
