# tries: to read a file of the worker's from a directory opened only as a place
# stopped by: Landlock, which knows a file by itself and not by the way to it
# report: raised
# control: outside
import os

os.chdir("/")
root = os.open("/", os.O_PATH)
print(os.read(os.open("@SECRET_FILE@".lstrip("/"), os.O_RDONLY, dir_fd=root), 100))
