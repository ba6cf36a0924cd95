# tries: to go on talking from a thread after the job has ended, into the next job
# stopped by: a process and a wire of its own for each job
# report: finished or protocol
# control: none, because outside nobody listens
import threading

from cell.channel import Channel


def talk():
    while True:
        Channel(3).send({"op": "finished", "score": 100})


threading.Thread(target=talk, daemon=True).start()
