# tries: to leave memory behind that the next job can find by its number
# stopped by: seccomp: no System V memory
# report: finished
# control: outside
import ctypes

libc = ctypes.CDLL(None)
number = libc.shmget(0, 4096, 0o1600)
if number >= 0:
    libc.shmctl(number, 0, None)
    print("@DONE@")
