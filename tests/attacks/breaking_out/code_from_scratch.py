# tries: to load machine code from a file it wrote to its scratch, as a shared object would be
# stopped by: seccomp, which does not care where a call comes from
# report: finished or raised
# control: outside
# machine: x86_64
import ctypes
import mmap

# mov eax, 57; syscall; test rax, rax; jnz out; mov eax, 60; xor edi, edi; syscall; out: ret
CODE = bytes.fromhex("b839000000 0f05 4885c0 7509 b83c000000 31ff 0f05 c3".replace(" ", ""))
with open("code", "w+b") as file:
    file.write(CODE.ljust(4096, b"\xc3"))
    file.flush()
    page = mmap.mmap(
        file.fileno(), 4096, mmap.MAP_PRIVATE, mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC
    )
if ctypes.CFUNCTYPE(ctypes.c_long)(ctypes.addressof(ctypes.c_char.from_buffer(page)))() >= 0:
    print("@DONE@")
