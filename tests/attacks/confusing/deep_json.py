# tries: to fill the other side's stack by brackets
# stopped by: counting brackets before reading
# report: protocol
# control: none, because outside nobody listens
import time

from cell.channel import Channel

header = b"[" * 1_000_000
Channel(3)._write(len(header).to_bytes(4, "big") + header)
time.sleep(5)
