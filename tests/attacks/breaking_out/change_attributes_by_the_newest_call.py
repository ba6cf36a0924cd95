# tries: to hang a note on a file outside by the newest calls for attributes
# stopped by: seccomp: what is not named does not exist
# report: raised
# control: none, because kernels before 6.13 do not have them
import ctypes
import struct

value = ctypes.create_string_buffer(b"note")
arguments = struct.pack("QII", ctypes.addressof(value), 4, 0)
libc = ctypes.CDLL(None, use_errno=True)
if libc.syscall(463, -100, b"@VICTIM_FILE@", 0, b"user.note", arguments, len(arguments)) != 0:
    raise OSError(ctypes.get_errno(), "refused")
