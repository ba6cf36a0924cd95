# tries: to give a file outside away
# stopped by: seccomp: no chown
# report: raised
# control: outside
import os

os.chown("@VICTIM_FILE@", os.getuid(), os.getgid())
print("@DONE@")
