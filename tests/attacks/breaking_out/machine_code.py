# tries: to open a socket by machine code of its own, past every hook on functions
# stopped by: seccomp, which does not care where a call comes from
# report: finished
# control: outside
# machine: x86_64
import ctypes
import mmap

# mov eax, 41; mov edi, 2; mov esi, 1; xor edx, edx; syscall; ret
CODE = bytes.fromhex("b829000000 bf02000000 be01000000 31d2 0f05 c3")
page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
page.write(CODE)
if ctypes.CFUNCTYPE(ctypes.c_long)(ctypes.addressof(ctypes.c_char.from_buffer(page)))() >= 0:
    print("@DONE@")
