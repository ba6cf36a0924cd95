# tries: to have a pickle read that would run a command on the other side
# stopped by: a wire that carries no pickle
# report: protocol
# control: none, because outside nobody listens
import os
import pickle
import time


class Bomb:
    def __reduce__(self):
        return os.system, ("kill -9 @VICTIM_PID@",)


os.write(3, pickle.dumps(Bomb()))
time.sleep(5)
