# tries: to leave a folder outside of its scratch
# stopped by: Landlock: making in the scratch only
# report: raised
# control: outside
import os

os.mkdir("@KEPT_FOLDER@/new")
