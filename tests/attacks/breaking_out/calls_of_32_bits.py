# tries: to call the kernel as a program of 32 bits does, whose numbers mean other things
# stopped by: seccomp: one architecture
# report: killed
# control: none, because not every kernel still runs programs of 32 bits
# machine: x86_64
import ctypes
import mmap

# push rbx; mov eax, 20; int 0x80; pop rbx; ret
CODE = bytes.fromhex("53 b814000000 cd80 5b c3")
page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
page.write(CODE)
ctypes.CFUNCTYPE(ctypes.c_long)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()
print("@DONE@")
