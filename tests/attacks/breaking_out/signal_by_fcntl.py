# tries: to have the kernel signal another process whenever a pipe is ready
# stopped by: seccomp: no owners of descriptors
# report: raised
# control: outside
import fcntl
import os

read_end, write_end = os.pipe()
fcntl.fcntl(read_end, fcntl.F_SETOWN, int("@VICTIM_PID@"))
fcntl.fcntl(read_end, fcntl.F_SETFL, os.O_ASYNC)
os.write(write_end, b"x")
