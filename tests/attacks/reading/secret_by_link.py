# tries: to read a file of the worker's by a link in its scratch
# stopped by: Landlock, which follows links before it judges
# report: raised
# control: outside
import os

os.symlink("@SECRET_FILE@", "link")
print(open("link").read())
