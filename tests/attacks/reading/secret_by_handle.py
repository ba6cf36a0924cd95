# tries: to read a file by its number on the disk, without any path
# stopped by: seccomp: no handles; no capabilities
# report: raised
# control: outside, as root
import ctypes
import os
import struct

libc = ctypes.CDLL(None, use_errno=True)
handle = ctypes.create_string_buffer(struct.pack("Ii", 128, 0), 136)
libc.name_to_handle_at(-100, b"@SECRET_FILE@", handle, ctypes.byref(ctypes.c_int()), 0)
place = os.open(".", os.O_RDONLY | os.O_DIRECTORY)
print(os.read(libc.open_by_handle_at(place, handle, os.O_RDONLY), 100))
