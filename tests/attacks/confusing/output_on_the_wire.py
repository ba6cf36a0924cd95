# tries: to send what it prints over the wire, and frames where output goes
# stopped by: frames that are checked before they are believed
# report: protocol
# control: none, because outside nobody listens
import os
import time

os.dup2(3, 10)
os.dup2(1, 3)
os.dup2(10, 1)
print("not a frame" * 1000, flush=True)
time.sleep(5)
