# tries: to say that it is finished, with full points, before anything was asked
# stopped by: points that rest on what was observed
# report: failure
# control: none, because outside nobody grades
# task: grade
import time

from cell.channel import Channel

Channel(3).send(
    {"op": "finished", "score": 100, "points": 100, "names": [], "history": {}, "facts": None}
)
time.sleep(5)
