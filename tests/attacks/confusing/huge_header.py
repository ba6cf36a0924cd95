# tries: to announce a header of four gigabytes
# stopped by: sizes that are checked before they are believed
# report: protocol
# control: none, because outside nobody listens
import os
import time

os.write(3, b"\xff\xff\xff\xff")
time.sleep(5)
