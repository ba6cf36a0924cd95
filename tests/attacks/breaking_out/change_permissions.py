# tries: to open a file outside to everybody, which Landlock does not govern
# stopped by: seccomp: permissions are not changed, though it says they are
# report: finished
# control: outside
import os

os.chmod("@VICTIM_FILE@", 0o666)
