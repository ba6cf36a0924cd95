# tries: to hold its place without computing
# stopped by: the watch on wall time
# report: wall_time
# control: none, because it would never end
# limits: wall_seconds=0.5
import time

while True:
    time.sleep(60)
