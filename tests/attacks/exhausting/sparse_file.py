# tries: to make a file that claims to be larger than the disk
# stopped by: the limit on a file's size
# report: raised
# control: none, because not every file system knows such files
import os

descriptor = os.open("file", os.O_CREAT | os.O_RDWR)
os.ftruncate(descriptor, 1 << 40)
print("@DONE@")
