# tries: to have memory set aside for an array that never comes
# stopped by: memory that grows with what has come
# report: wall_time
# control: none, because outside nobody listens
# limits: wall_seconds=0.5
import json
import os
import time

header = json.dumps(
    {"body": {"op": "finished"}, "arrays": [{"dtype": "uint8", "shape": [200_000_000]}]}
).encode()
os.write(3, len(header).to_bytes(4, "big") + header)
time.sleep(60)
