# tries: to take the processor from everybody else
# stopped by: seccomp: no priorities; no capabilities
# report: raised
# control: outside, as root
import os

os.setpriority(os.PRIO_PROCESS, 0, -20)
print("@DONE@")
