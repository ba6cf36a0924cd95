# tries: to vfork by its number, where the child runs in the parent's own memory
# stopped by: seccomp: vfork
# report: raised
# control: outside
# machine: x86_64
import ctypes
import mmap
import os

# vfork; the child, where the answer is zero, exits with 7; the parent returns the answer.
CODE = bytes.fromhex("b83a000000 0f05 85c0 7402 c3 90 b83c000000 bf07000000 0f05")
page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
page.write(CODE)
call = ctypes.CFUNCTYPE(ctypes.c_long)(ctypes.addressof(ctypes.c_char.from_buffer(page)))
answer = call()
if answer < 0:
    raise OSError(-answer, "refused")
print("@DONE@", os.waitpid(answer, 0)[1])
