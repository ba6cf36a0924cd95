# tries: to keep the disk busy for ever
# stopped by: the watch on computing and wall time
# report: wall_time or cpu_time
# control: none, because it would never end
# limits: wall_seconds=1
import os

while True:
    with open("file", "wb") as file:
        file.write(bytes(1 << 16))
        os.fsync(file.fileno())
    os.unlink("file")
