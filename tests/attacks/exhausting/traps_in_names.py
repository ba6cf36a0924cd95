# tries: to stop the cleaning of its scratch by names that are no text, and options, and patterns
# stopped by: a cleaning that takes names for bytes, and hands over one only
# report: finished
# control: none, because outside nobody cleans up
import mmap
import os
import time

for name in (b"\xff\xfe", b"a\nb", b"-rf", b"*", b" "):
    os.makedirs(name + b"/x/" + name)
    open(name + b"/f", "w").close()
descriptor = os.open(b"m\n\xff (deleted)", os.O_RDWR | os.O_CREAT)
os.ftruncate(descriptor, 4096)
mapped = mmap.mmap(descriptor, 4096)
os.unlink(b"m\n\xff (deleted)")
os.close(descriptor)
time.sleep(1.2)
