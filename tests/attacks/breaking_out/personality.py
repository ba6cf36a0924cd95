# tries: to switch the layout of its memory back to the predictable one
# stopped by: seccomp: no personality
# report: finished
# control: outside
import ctypes

if ctypes.CDLL(None).personality(0x0040000) >= 0:
    print("@DONE@")
