# tries: to hide from the watch by a name that looks like the kernel's table of processes
# stopped by: a watch that reads the table from its end
# report: cpu_time
# control: none, because outside nobody watches
# limits: cpu_seconds=0.5
import ctypes

ctypes.CDLL(None).prctl(15, b") Z 1 1 1 0 0", 0, 0, 0)
while True:
    pass
