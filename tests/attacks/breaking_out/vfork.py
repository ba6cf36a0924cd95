# tries: to make a child that shares the memory
# stopped by: seccomp: no processes
# report: finished
# control: none, because a child on the stack of ctypes would bring the interpreter down
# machine: x86_64
import ctypes

if ctypes.CDLL(None).syscall(58) >= 0:
    print("@DONE@", flush=True)
