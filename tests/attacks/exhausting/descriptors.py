# tries: to open files without end
# stopped by: the limit on descriptors
# report: raised
# control: none, because outside the limit is the machine's
import os

kept = [os.open("/dev/null", os.O_RDONLY) for _ in range(100_000)]
print("@DONE@")
