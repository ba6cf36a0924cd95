# tries: to announce an empty array whose other sides overflow when they are multiplied
# stopped by: sizes that are checked before they are believed
# report: protocol
# control: none, because outside nobody listens
import json
import os
import struct
import time

header = json.dumps(
    {
        "body": {"op": "finished"},
        "arrays": [{"dtype": "float64", "shape": [0, 2**29, 2**29, 2**29]}],
    }
).encode()
os.write(3, struct.pack(">I", len(header)) + header)
time.sleep(5)
