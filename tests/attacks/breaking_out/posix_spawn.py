# tries: to start a program by the call that forks and executes in one
# stopped by: seccomp: no processes
# report: raised
# control: outside
import os

os.waitpid(os.posix_spawn("/bin/echo", ["echo", "@DONE@"], {}), 0)
