# tries: to leave messages behind in a queue
# stopped by: seccomp: no queues
# report: finished
# control: outside
# machine: x86_64
import ctypes

libc = ctypes.CDLL(None)
if libc.syscall(240, b"@DONE@", 0o102, 0o600, None) >= 0:
    libc.syscall(241, b"@DONE@")
    print("@DONE@")
