# tries: to give a file outside a second name in its scratch, and write to that
# stopped by: Landlock: no links across its border
# report: raised
# control: outside
import os

os.link("@VICTIM_FILE@", "link")
with open("link", "w") as file:
    file.write("mine")
