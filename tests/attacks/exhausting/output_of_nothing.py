# tries: to keep the other side busy by writing nothing, for ever, where output goes
# stopped by: time, held from outside
# report: cpu_time or wall_time
# control: none, because it would keep the test busy
# limits: wall_seconds=2 cpu_seconds=2
import os

while True:
    os.write(1, b"")
    os.write(2, b"")
