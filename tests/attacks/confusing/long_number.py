# tries: to have a number of a million digits read, which takes time that grows as its square
# stopped by: counting digits before reading
# report: protocol
# control: none, because outside nobody listens
import time

from cell.channel import Channel

header = b'{"body": {"op": "finished", "score": ' + b"9" * 1_000_000 + b'}, "arrays": []}'
Channel(3)._write(len(header).to_bytes(4, "big") + header)
time.sleep(5)
