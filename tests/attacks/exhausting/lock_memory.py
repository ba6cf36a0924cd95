# tries: to hold memory that can never be paged out
# stopped by: a limit of none
# report: raised
# control: outside, as root
import ctypes
import mmap

libc = ctypes.CDLL(None, use_errno=True)
page = mmap.mmap(-1, 1 << 20)
address = ctypes.addressof(ctypes.c_char.from_buffer(page))
if libc.mlock(ctypes.c_void_p(address), ctypes.c_size_t(1 << 20)) != 0:
    raise OSError(ctypes.get_errno(), "refused")
print("@DONE@")
