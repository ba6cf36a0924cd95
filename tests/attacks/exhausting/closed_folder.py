# tries: to fill the disk from a folder that may be written to and not be listed
# stopped by: the watch on the scratch: what cannot be measured is too much
# report: scratch
# control: none, because it would fill the disk
# limits: wall_seconds=5
import os
import time

os.mkdir("closed", 0o300)
for index in range(6):
    with open(f"closed/{index}", "wb") as file:
        file.write(bytes(7 << 20))
time.sleep(4)
print("@DONE@")
