# tries: to leave a note in the kernel's keyring for the next job
# stopped by: seccomp: no keyrings
# report: finished
# control: none, because containers forbid it to everybody
# machine: x86_64
import ctypes

if ctypes.CDLL(None).syscall(248, b"user", b"note", b"labels", 6, -4) >= 0:
    print("@DONE@")
