# tries: to write into another process's memory
# stopped by: seccomp: no process_vm_writev
# report: finished
# control: outside, as root
# machine: x86_64
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
buffer = ctypes.create_string_buffer(8)
here = (ctypes.c_size_t * 2)(ctypes.addressof(buffer), 8)
there = (ctypes.c_size_t * 2)(0x10, 8)
written = libc.syscall(311, int("@VICTIM_PID@"), here, 1, there, 1, ctypes.c_ulong(0))
if written > 0 or ctypes.get_errno() == 14:
    print("@DONE@")
