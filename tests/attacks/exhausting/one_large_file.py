# tries: to fill the disk with one file
# stopped by: the limit on a file's size
# report: raised or scratch
# control: none, because it would fill the disk
with open("file", "wb") as file:
    while True:
        file.write(bytes(1 << 20))
