# tries: to use descriptors that were open when it was forked
# stopped by: closing all but its own four
# report: finished
# control: none, because outside nobody left any open
import os

for descriptor in range(4, 70_000):
    try:
        os.fstat(descriptor)
    except OSError:
        continue
    print("@DONE@", descriptor)
