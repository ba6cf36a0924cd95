# tries: to fill the disk with files that are neither named nor open, only mapped
# stopped by: the watch on the scratch, which also looks at what is mapped
# report: scratch
# control: none, because it would fill the disk
# limits: wall_seconds=5
import mmap
import os
import time

kept = []
for _ in range(6):
    with open("file", "w+b") as file:
        for _ in range(7):
            file.write(bytes(1 << 20))
        file.flush()
        kept.append(mmap.mmap(file.fileno(), 4096))
    os.unlink("file")
time.sleep(4)
print("@DONE@")
