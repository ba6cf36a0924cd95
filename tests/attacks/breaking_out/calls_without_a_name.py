# tries: every call that the kernel has and that nobody thought of, with arguments that do nothing
# stopped by: seccomp: an allow-list; whatever else there is is answered as if it were not
# report: finished
# control: none, because outside some of them end the machine
# machine: x86_64
import ctypes
import errno

libc = ctypes.CDLL(None, use_errno=True)
# Newer than what the cell may call: from pidfd_send_signal on, but for those it may.
ALLOWED = {435, 436, 439, 441, 449}
for number in set(range(424, 600)) - ALLOWED:
    ctypes.set_errno(0)
    if libc.syscall(number, -1, 0, 0, 0, 0, 0) >= 0 or ctypes.get_errno() not in {
        errno.ENOSYS,
        errno.EPERM,
    }:
        print("@DONE@", number, ctypes.get_errno())
