# tries: to stop the kernel in the middle of reading its memory
# stopped by: seccomp: no userfaultfd
# report: finished
# control: outside, as root
# machine: x86_64
import ctypes

if ctypes.CDLL(None).syscall(323, 0) >= 0:
    print("@DONE@")
