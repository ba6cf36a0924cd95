# tries: to move pages between files and pipes without reading them, as holes of the kernel were made
# stopped by: seccomp: splice, tee and vmsplice
# report: raised
# control: outside
# machine: x86_64
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
read_end, write_end = os.pipe()
source = os.open(os.__file__, os.O_RDONLY)
if libc.syscall(275, source, None, write_end, None, 16, 0) < 0:
    raise OSError(ctypes.get_errno(), "refused")
print("@DONE@")
