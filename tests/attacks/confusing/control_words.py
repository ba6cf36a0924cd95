# tries: to speak the zygote's own words on its wire and where it prints
# stopped by: a control line that no cell has
# report: protocol
# control: none, because outside nobody listens
import os
import time

for descriptor in (1, 2, 3):
    os.write(descriptor, b'{"op": "ended", "job": "x", "ending": "finished", "code": 0}\n')
time.sleep(5)
