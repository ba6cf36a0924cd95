# tries: to fill the disk from a folder so deep that it has no path
# stopped by: the watch on the scratch: what cannot be measured is too much
# report: scratch
# control: none, because it would fill the disk
# limits: wall_seconds=5
import os
import time

for _ in range(40):
    os.mkdir("d" * 200)
    os.chdir("d" * 200)
for index in range(6):
    with open(str(index), "wb") as file:
        file.write(bytes(7 << 20))
time.sleep(4)
print("@DONE@")
