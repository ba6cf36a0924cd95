# tries: to take the disk's blocks without writing them
# stopped by: the limit on a file's size, and the watch on the scratch
# report: raised or scratch
# control: none, because it would fill the test's own disk
import os
import time

for number in range(100):
    descriptor = os.open(str(number), os.O_CREAT | os.O_RDWR)
    os.posix_fallocate(descriptor, 0, 7 << 20)
    os.close(descriptor)
time.sleep(5)
print("@DONE@")
