# tries: to keep the other side waiting for the rest of a frame
# stopped by: the watch on wall time
# report: wall_time
# control: none, because outside nobody listens
# limits: wall_seconds=0.5
import os
import time

os.write(3, b"\0\0\1\0{")
time.sleep(60)
