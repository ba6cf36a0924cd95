# tries: to hold a lock on a library that every cell reads, as a sign to another cell, or to stop it
# stopped by: seccomp: locks are answered and not taken
# report: finished
# control: outside
import fcntl
import os

mine, other = (os.open(os.__file__, os.O_RDONLY) for _ in range(2))
fcntl.flock(mine, fcntl.LOCK_EX)
try:
    fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError:
    print("@DONE@")
