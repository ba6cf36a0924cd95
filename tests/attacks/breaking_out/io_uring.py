# tries: to have the kernel make calls on its behalf, which no filter sees
# stopped by: seccomp: no io_uring
# report: finished
# control: none, because many machines switch it off for everybody
# machine: x86_64
import ctypes

if ctypes.CDLL(None).syscall(425, 8, ctypes.create_string_buffer(120)) >= 0:
    print("@DONE@")
