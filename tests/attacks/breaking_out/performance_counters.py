# tries: to watch the processor, and so what others compute
# stopped by: seccomp: no perf_event_open
# report: finished
# control: none, because a virtual machine may have no counters
# machine: x86_64
import ctypes
import struct

attributes = struct.pack("IIQ", 1, 112, 0).ljust(112, b"\0")
if ctypes.CDLL(None).syscall(298, attributes, 0, -1, -1, 0) >= 0:
    print("@DONE@")
