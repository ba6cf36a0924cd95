# tries: to have a scratch measured by sizes that files only claim, or to fill it while they do
# stopped by: counting blocks, and the number of files
# report: scratch or raised
# control: none, because it would fill the test's own disk
import os

number = 0
while True:
    number += 1
    descriptor = os.open(str(number), os.O_CREAT | os.O_RDWR)
    os.ftruncate(descriptor, 7 << 20)
    os.pwrite(descriptor, b"x" * 4096, (7 << 20) - 4096)
    os.close(descriptor)
