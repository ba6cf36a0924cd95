# tries: to hold a lock on a file that the worker needs, by opening it only to lock it
# stopped by: Landlock: it cannot be opened at all
# report: raised
# control: outside
import fcntl
import os

descriptor = os.open("@VICTIM_FILE@", os.O_RDWR)
fcntl.flock(descriptor, fcntl.LOCK_EX)
print("@DONE@")
