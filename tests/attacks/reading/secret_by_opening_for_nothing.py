# tries: to open a file neither for reading nor for writing, and then to map or copy it
# stopped by: the kernel: such a descriptor reads nothing
# report: raised
# control: none, because the kernel refuses it to everybody
import mmap
import os

descriptor = os.open("@SECRET_FILE@", 3)
try:
    print(mmap.mmap(descriptor, 32, prot=mmap.PROT_READ)[:])
except OSError:
    print(os.read(descriptor, 100))
