# tries: to end whoever reads its name, by a name in no alphabet that also ends the field early
# stopped by: a watch that takes a name for bytes
# report: finished
# control: none, because outside nobody watches
import ctypes
import time

for name in (b"\xff\xfe\x80", b") Z 1 1", b"\n) R 0 (", b"\xc3("):
    ctypes.CDLL(None).prctl(15, name, 0, 0, 0)
    time.sleep(0.3)
