# tries: to move a file of its own over one outside
# stopped by: Landlock: no moves across its border
# report: raised
# control: outside
import os

with open("mine", "w") as file:
    file.write("mine")
os.replace("mine", "@VICTIM_FILE@")
