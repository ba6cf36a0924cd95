# tries: to print without end where errors go, byte by byte
# stopped by: counting what is printed; the watch on computing time
# report: output or cpu_time
# control: none, because it would never end
# limits: cpu_seconds=3 wall_seconds=60 output_bytes=100_000
import os

while True:
    os.write(2, b"x")
