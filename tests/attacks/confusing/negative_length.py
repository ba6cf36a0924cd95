# tries: to announce an array with a negative side
# stopped by: sizes that are checked before they are believed
# report: protocol
# control: none, because outside nobody listens
import json
import os
import struct
import time

header = json.dumps(
    {"body": {"op": "finished"}, "arrays": [{"dtype": "uint8", "shape": [-1, -5]}]}
).encode()
os.write(3, struct.pack(">I", len(header)) + header)
time.sleep(5)
