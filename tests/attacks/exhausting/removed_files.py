# tries: to fill the disk with files that it removes while they are open, so that no listing shows them
# stopped by: the watch on the scratch, which also looks at open files
# report: scratch
# control: none, because it would fill the disk
# limits: wall_seconds=5
import os
import time

kept = []
for _ in range(6):
    kept.append(open("file", "wb"))
    os.unlink("file")
    for _ in range(7):
        kept[-1].write(bytes(1 << 20))
    kept[-1].flush()
time.sleep(4)
print("@DONE@")
