# tries: to watch which files the worker opens
# stopped by: seccomp: no inotify
# report: finished
# control: outside
import ctypes

libc = ctypes.CDLL(None)
if libc.inotify_add_watch(libc.inotify_init1(0), b"@SECRET_FILE@", 0x20) >= 0:
    print("@DONE@")
