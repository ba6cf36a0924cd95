# tries: to see where another process works, by a link that only its owner may follow
# stopped by: Landlock: no looking into processes outside its domain
# report: raised
# control: outside
import os

os.readlink("/proc/@VICTIM_PID@/cwd")
print("@DONE@")
