# tries: to find in its own memory what the job before left there, all that was forked with it
# stopped by: a zygote that never holds anything of a job
# report: finished
# control: none, because outside there was no job before
import ctypes
import os
import re

WANTED = re.compile(rb"canary" + rb"-[0-9a-f]{32}")
libc = ctypes.CDLL(None)
read_end, write_end = os.pipe()
# The kernel refuses to write from where there is no memory: so nothing crashes.
start = id(object()) & ~0xFFFFFF
for address in range(start - (96 << 20), start + (96 << 20), 4096):
    if libc.write(write_end, ctypes.c_void_p(address), ctypes.c_size_t(4096)) == 4096:
        page = os.read(read_end, 4096)
        for found in WANTED.findall(page):
            print(found)
