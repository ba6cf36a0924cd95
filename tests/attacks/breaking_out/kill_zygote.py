# tries: to end the process it was forked from
# stopped by: seccomp: signals to itself only
# report: raised
# control: none, because outside that process is the one that runs the test
import os

os.kill(os.getppid(), 9)
