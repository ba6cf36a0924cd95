# tries: to take another user's number
# stopped by: seccomp: no setuid; no capabilities
# report: raised
# control: outside, as root
import os

os.setresuid(65534, 65534, 65534)
print("@DONE@")
