# tries: to empty a file by opening it for reading, or for nothing at all
# stopped by: seccomp: emptied is only what is opened for writing
# report: raised
# control: outside
import os

with open("mine", "w") as file:
    file.write("not empty")
for access in (3, os.O_RDONLY):
    os.close(os.open("mine", access | os.O_TRUNC))
    if not os.path.getsize("mine"):
        print("@DONE@")
