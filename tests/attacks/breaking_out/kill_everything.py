# tries: to end every process that this user may end
# stopped by: seccomp: signals to itself only
# report: raised
# control: none, because it would work
import os

os.kill(-1, 9)
