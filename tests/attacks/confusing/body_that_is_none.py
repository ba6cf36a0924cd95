# tries: to send a header of the wrong kind
# stopped by: a header that is checked before it is believed
# report: protocol
# control: none, because outside nobody listens
import os
import time

header = b'{"body": ["op", "finished"], "arrays": {}}'
os.write(3, len(header).to_bytes(4, "big") + header)
time.sleep(5)
