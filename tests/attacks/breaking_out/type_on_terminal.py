# tries: to put keystrokes into the terminal of whoever runs the worker
# stopped by: seccomp: a few harmless ioctl only; a session without a terminal
# report: raised
# control: none, because a test has no terminal
import fcntl

for descriptor in (0, 1, 2):
    fcntl.ioctl(descriptor, 0x5412, b"x")
print("@DONE@")
