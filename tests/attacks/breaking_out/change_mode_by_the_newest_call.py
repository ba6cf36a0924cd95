# tries: to open a file outside to everybody by the newest call for it, which old filters do not name
# stopped by: seccomp: what is not named does not exist
# report: raised
# control: outside
import ctypes

AT_FDCWD = -100
libc = ctypes.CDLL(None, use_errno=True)
if libc.syscall(452, AT_FDCWD, b"@VICTIM_FILE@", 0o777, 0) != 0:
    raise OSError(ctypes.get_errno(), "refused")
