# tries: to become another program
# stopped by: seccomp: no exec; Landlock: nothing may be executed
# report: raised
# control: outside
import os

os.execv("/bin/echo", ["echo", "@DONE@"])
