# tries: to move another process to the end of the queue
# stopped by: seccomp: no priorities
# report: raised
# control: outside
import os

os.setpriority(os.PRIO_PROCESS, int("@VICTIM_PID@"), 19)
print("@DONE@")
