# tries: to empty a file outside by its path
# stopped by: seccomp: no truncate by path; Landlock
# report: raised
# control: outside
import os

os.truncate("@VICTIM_FILE@", 0)
