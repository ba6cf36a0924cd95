# tries: to have an array of Python objects read, which would be pointers
# stopped by: a list of plain types
# report: protocol
# control: none, because outside nobody listens
import json
import os
import struct
import time

header = json.dumps({"body": {"op": "finished"}, "arrays": [{"dtype": "O", "shape": [1]}]}).encode()
os.write(3, struct.pack(">I", len(header)) + header + b"A" * 8)
time.sleep(5)
