# tries: to end all processes of its group, in case the worker is one
# stopped by: seccomp: signals to itself only; a session of its own
# report: raised
# control: none, because it would end only the program itself
import os

os.kill(0, 9)
print("@DONE@")
