# tries: to read the kernel's log
# stopped by: seccomp: no syslog; no capabilities
# report: finished
# control: outside, as root
import ctypes

if ctypes.CDLL(None).klogctl(3, ctypes.create_string_buffer(100), 100) >= 0:
    print("@DONE@")
