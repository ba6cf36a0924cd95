# tries: to fill the disk with many files
# stopped by: the watch on the scratch
# report: scratch
# control: none, because it would fill the disk
index = 0
while True:
    index += 1
    with open(str(index), "wb") as file:
        file.write(bytes(1 << 20))
