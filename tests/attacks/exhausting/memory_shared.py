# tries: to take memory that is not its own, but shared with nobody
# stopped by: the watch on resident memory
# report: memory or raised
# control: none, because it would take the test's own memory
# limits: memory_bytes=200_000_000
import mmap

page = mmap.mmap(-1, 1 << 29)
for start in range(0, 1 << 29, 4096):
    page[start] = 1
