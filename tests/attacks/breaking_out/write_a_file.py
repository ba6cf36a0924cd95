# tries: to overwrite a file outside of its scratch
# stopped by: Landlock: writing in the scratch only
# report: raised
# control: outside
with open("@VICTIM_FILE@", "w") as file:
    file.write("mine")
