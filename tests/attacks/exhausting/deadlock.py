# tries: to wait for a lock that it holds, in the import system
# stopped by: the watch on wall time
# report: wall_time
# control: none, because it would never end
# limits: wall_seconds=0.5
import threading

lock = threading.Lock()
lock.acquire()
lock.acquire()
