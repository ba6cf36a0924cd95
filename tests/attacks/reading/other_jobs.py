# tries: to list the jobs beside it
# stopped by: Landlock: its own scratch only
# report: raised
# control: outside
import os

os.listdir("..")
print("@DONE@")
