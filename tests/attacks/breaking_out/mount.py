# tries: to mount a file system of its own
# stopped by: seccomp: no mounts; no capabilities
# report: finished
# control: outside, as root
import ctypes

libc = ctypes.CDLL(None)
if libc.mount(b"none", b".", b"tmpfs", 0, None) == 0:
    libc.umount2(b".", 2)
    print("@DONE@")
