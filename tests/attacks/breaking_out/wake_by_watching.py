# tries: to be told of every change in the worker's folders, by the calls that watch files
# stopped by: seccomp: inotify and fanotify
# report: raised
# control: outside
# machine: x86_64
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
watch = libc.syscall(294, 0)
if watch < 0 or libc.syscall(254, watch, os.path.dirname(b"@SECRET_FILE@"), 0xFFF) < 0:
    raise OSError(ctypes.get_errno(), "refused")
print("@DONE@")
