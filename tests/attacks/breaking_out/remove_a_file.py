# tries: to remove a file outside
# stopped by: Landlock: removing in the scratch only
# report: raised
# control: outside
import os

os.unlink("@VICTIM_FILE@")
