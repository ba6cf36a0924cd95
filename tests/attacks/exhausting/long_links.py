# tries: to fill the disk with links to names of four thousand letters
# stopped by: a limit on entries
# report: scratch or raised
# control: none, because it would fill the test's own disk
import os

number = 0
while True:
    number += 1
    os.symlink("x" * 4000, str(number))
