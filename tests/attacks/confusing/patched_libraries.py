# tries: to break every library that the cell's own code uses
# stopped by: a trusted side that runs none of them here
# report: exited or protocol or raised or killed
# control: none, because outside nobody uses them
# limits: wall_seconds=3
import builtins
import json
import os
import struct
import traceback

import cell.channel

json.dumps = lambda *a, **k: '{"body": {"op": "finished", "score": 100}, "arrays": "all"}'
struct.pack = lambda *a: b"\xff\xff\xff\xff"
traceback.extract_tb = traceback.print_exc = os._exit = lambda *a: 1 / 0
cell.channel.Channel.receive = None
builtins.len = lambda _: -1
