# tries: to keep the interpreter busy in its own cleaning, where no handler of signals runs
# stopped by: time, held from outside
# report: cpu_time or wall_time
# control: none, because it would keep the test busy
# limits: wall_seconds=2 cpu_seconds=2
import gc


class Again:
    def __del__(self):
        Again().self = Again()
        gc.collect()


Again()
while True:
    gc.collect()
