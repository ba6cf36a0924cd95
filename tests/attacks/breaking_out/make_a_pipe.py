# tries: to leave a named pipe, on which whoever cleans up would wait for ever
# stopped by: seccomp: no mknod; Landlock
# report: raised
# control: outside
import os

os.mkfifo("pipe")
print("@DONE@")
