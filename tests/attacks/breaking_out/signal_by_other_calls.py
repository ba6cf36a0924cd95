# tries: to signal another process by tkill, tgkill and rt_sigqueueinfo
# stopped by: seccomp: signals to itself only
# report: finished
# control: outside
# machine: x86_64
import ctypes

libc = ctypes.CDLL(None)
pid = int("@VICTIM_PID@")
libc.syscall(129, pid, 9, ctypes.create_string_buffer(b"\x09\0\0\0\0\0\0\0\xff\xff\xff\xff", 128))
libc.syscall(234, pid, pid, 9)
libc.syscall(200, pid, 9)
