# tries: to fill the disk with files that never had a name
# stopped by: the watch on the scratch, which also looks at open files
# report: scratch or raised
# control: none, because it would fill the disk
# limits: wall_seconds=5
import os
import time

for _ in range(6):
    descriptor = os.open(".", os.O_TMPFILE | os.O_RDWR, 0o600)
    for _ in range(7):
        os.write(descriptor, bytes(1 << 20))
time.sleep(4)
print("@DONE@")
