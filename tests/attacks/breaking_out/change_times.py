# tries: to change the times of a file outside
# stopped by: seccomp: times are not changed, though it says they are
# report: finished
# control: outside
import os

os.utime("@VICTIM_FILE@", (1, 1))
