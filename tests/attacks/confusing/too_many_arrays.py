# tries: to announce a million empty arrays in one frame
# stopped by: sizes that are checked before they are believed
# report: protocol
# control: none, because outside nobody listens
import json
import time

from cell.channel import Channel

layouts = [{"dtype": "uint8", "shape": [0]}] * 100_000
header = json.dumps({"body": {"op": "finished"}, "arrays": layouts}).encode()
Channel(3)._write(len(header).to_bytes(4, "big") + header)
time.sleep(5)
