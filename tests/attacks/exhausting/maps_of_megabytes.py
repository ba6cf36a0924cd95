# tries: to make the kernel's list of what it has mapped so long that the watch drowns in reading it
# stopped by: a bound on what the watch reads
# report: scratch
# control: none, because outside nobody watches
# limits: wall_seconds=20 cpu_seconds=20
import ctypes
import os
import time

libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
for _ in range(15):
    os.mkdir("d" * 240)
    os.chdir("d" * 240)
with open("file", "wb") as file:
    file.write(bytes(8192))
descriptor = os.open("file", os.O_RDONLY)
for _ in range(50_000):
    libc.mmap(None, ctypes.c_size_t(4096), 1, 2, descriptor, ctypes.c_long(0))
time.sleep(20)
