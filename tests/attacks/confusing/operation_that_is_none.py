# tries: to send an operation that is no word
# stopped by: operations that are checked before they are believed
# report: protocol
# control: none, because outside nobody listens
import time

from cell.channel import Channel

Channel(3).send({"op": {"op": ["finished"]}})
time.sleep(5)
