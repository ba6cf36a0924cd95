# tries: to take over another process as a debugger
# stopped by: seccomp: no ptrace
# report: finished
# control: outside, as root
import ctypes

libc = ctypes.CDLL(None)
if libc.ptrace(16, int("@VICTIM_PID@"), None, None) == 0:
    print("@DONE@")
