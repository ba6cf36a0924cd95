# tries: to send an object whose keys all fall into one place of a table
# stopped by: a limit on values, and keys hashed with a secret
# report: protocol
# control: none, because outside nobody listens
import json
import os
import struct
import time

body = json.dumps({"body": {str(k): 0 for k in range(400_000)}, "arrays": []}).encode()
data = struct.pack(">I", len(body)) + body
while data:
    data = data[os.write(3, data) :]
time.sleep(20)
