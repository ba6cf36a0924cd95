# tries: to keep the other side busy by a frame of single bytes
# stopped by: the watch on wall and computing time
# report: wall_time or cpu_time
# control: none, because outside nobody listens
# limits: wall_seconds=1
import os

os.write(3, (8_000_000).to_bytes(4, "big"))
while True:
    os.write(3, b" ")
