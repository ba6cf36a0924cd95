# tries: to die so slowly that whoever watches takes fright
# stopped by: a watch that knows a dying process
# report: exited
# control: none, because outside nobody watches
import mmap
import os

kept = []
try:
    for _ in range(60_000):
        kept.append(mmap.mmap(-1, 4096))
finally:
    os._exit(3)
