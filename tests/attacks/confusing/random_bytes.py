# tries: to send whatever comes
# stopped by: frames that are checked before they are believed
# report: protocol
# control: none, because outside nobody listens
import random
import time

from cell.channel import Channel

Channel(3)._write(b"\x00\x00\x10\x00" + random.Random(1).randbytes(100_000))
time.sleep(5)
