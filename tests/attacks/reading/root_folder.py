# tries: to look around on the machine
# stopped by: Landlock: listing the packages' folder only
# report: finished
# control: outside
import os

for folder in ("/", "/etc", "/proc", "/sys", "/dev", "/tmp", "/home", "/root", "/var", "/usr/lib"):
    try:
        os.listdir(folder)
        print("@DONE@", folder)
    except OSError:
        continue
