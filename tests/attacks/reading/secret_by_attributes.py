# tries: to read what hangs on a file as an extended attribute, which Landlock does not govern
# stopped by: seccomp: no extended attributes
# report: raised
# control: outside
import os

print(os.getxattr("@SECRET_FILE@", "user.holdout"))
