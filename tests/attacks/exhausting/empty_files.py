# tries: to use up the file system's entries
# stopped by: the watch on the scratch
# report: scratch
# control: none, because it would fill the disk
index = 0
while True:
    index += 1
    open(str(index), "w").close()
