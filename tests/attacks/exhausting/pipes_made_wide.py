# tries: to fill the kernel's memory with pipes made as wide as they go
# stopped by: the limit on descriptors, and the kernel's own on what one user's pipes may hold
# report: raised or finished
# control: none, because the kernel has one such limit for all
import fcntl
import os

held = 0
try:
    while True:
        read_end, write_end = os.pipe()
        fcntl.fcntl(write_end, 1031, 1 << 20)
        os.set_blocking(write_end, False)
        try:
            while True:
                held += os.write(write_end, bytes(1 << 16))
        except BlockingIOError:
            pass
finally:
    if held > 256 << 20:
        print("@DONE@", held)
