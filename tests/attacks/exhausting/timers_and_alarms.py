# tries: to hold timers of the kernel's without end, which no limit on memory sees
# stopped by: the limit on descriptors; seccomp: timer_create
# report: raised
# control: none, because it would take the test's own descriptors
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
while libc.timerfd_create(1, 0) >= 0:
    pass
raise OSError(ctypes.get_errno(), "no more")
