# tries: to overwrite a file by a symbolic link in its scratch
# stopped by: Landlock, which follows links before it judges
# report: raised
# control: outside
import os

os.symlink("@VICTIM_FILE@", "link")
with open("link", "w") as file:
    file.write("mine")
