# tries: to read, as a file, the memory of the process it was forked from
# stopped by: Landlock: no /proc
# report: raised
# control: none, because outside no zygote is the parent
import os

open(f"/proc/{os.getppid()}/mem", "rb")
print("@DONE@")
