# tries: to stop itself, so that it never gets any signal
# stopped by: the watch on wall time, which uses the signal that also ends what is stopped
# report: wall_time
# control: none, because it would never end
# limits: wall_seconds=0.5
import os
import signal

os.kill(os.getpid(), signal.SIGSTOP)
