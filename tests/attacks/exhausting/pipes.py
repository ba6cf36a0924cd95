# tries: to fill the kernel's memory with pipes
# stopped by: the limit on descriptors; no capabilities
# report: raised
# control: none, because outside the limit is the machine's
import fcntl
import os

kept = []
while True:
    read_end, write_end = os.pipe()
    kept.append(read_end)
    fcntl.fcntl(write_end, fcntl.F_SETPIPE_SZ, 1 << 24)
