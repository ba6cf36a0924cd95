# tries: to call the kernel by its third set of numbers
# stopped by: seccomp: no numbers of x32
# report: killed
# control: none, because hardly a kernel has that set
# machine: x86_64
import ctypes

ctypes.CDLL(None).syscall(0x40000000 | 39)
print("@DONE@")
