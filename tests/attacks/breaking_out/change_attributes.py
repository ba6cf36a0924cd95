# tries: to hang a note on a file outside
# stopped by: seccomp: no extended attributes
# report: raised
# control: outside
import os

os.setxattr("@VICTIM_FILE@", "user.note", b"labels")
