# tries: to have more folders than anybody can count or remove before the time is up
# stopped by: a limit on entries, and a cleaning that takes its time
# report: scratch or raised
# control: none, because it would fill the test's own disk
import os

number = 0
while True:
    number += 1
    os.mkdir(str(number))
