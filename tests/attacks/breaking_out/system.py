# tries: to run a command by the C library, which says nothing when it fails
# stopped by: seccomp: no processes
# report: finished
# control: outside
import os

os.system("echo @DONE@")
