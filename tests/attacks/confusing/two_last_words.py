# tries: to say two last words
# stopped by: a conversation that ends with the first
# report: exited
# control: none, because outside nobody listens
import time

from cell.channel import Channel

Channel(3).send({"op": "exited", "score": 100})
Channel(3).send({"op": "finished", "score": 100})
time.sleep(5)
