# tries: to close the wire's ear and tongue and stay
# stopped by: the watch on wall time
# report: wall_time or exited
# control: none, because outside nobody listens
# limits: wall_seconds=0.5
import os
import time

os.closerange(0, 256)
time.sleep(60)
