# tries: to leave memory behind that the next job can find by its name
# stopped by: Landlock: no /dev/shm
# report: raised
# control: outside
import os

os.open("/dev/shm/holdout-note", os.O_CREAT | os.O_RDWR, 0o600)
os.unlink("/dev/shm/holdout-note")
print("@DONE@")
