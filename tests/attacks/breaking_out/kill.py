# tries: to end another process
# stopped by: seccomp: signals to itself only
# report: raised
# control: outside
import os

os.kill(int("@VICTIM_PID@"), 9)
