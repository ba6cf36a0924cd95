# tries: to hold the other side by half a frame, then a byte whenever it might give up
# stopped by: a deadline for the whole job, not for each byte
# report: wall_time
# control: none, because outside nobody listens
# limits: wall_seconds=2
import os
import struct
import time

os.write(3, struct.pack(">I", 4096) + b'{"body":')
while True:
    os.write(3, b" ")
    time.sleep(0.1)
