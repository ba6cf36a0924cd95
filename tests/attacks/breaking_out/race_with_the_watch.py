# tries: to swap a folder for a link to one outside while its scratch is measured and removed
# stopped by: measuring that only counts, and cleaning that follows no link
# report: wall_time
# control: none, because outside nobody measures
# limits: wall_seconds=1
import os

os.symlink("@KEPT_FOLDER@", "link")
os.mkdir("folder")
while True:
    os.rename("folder", "kept")
    os.rename("link", "folder")
    os.rename("folder", "link")
    os.rename("kept", "folder")
