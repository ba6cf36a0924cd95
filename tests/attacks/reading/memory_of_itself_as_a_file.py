# tries: to read and write all its memory by /proc/self/mem, past the protection of pages
# stopped by: Landlock: no /proc
# report: raised
# control: outside
import os

memory = os.open("/proc/self/mem", os.O_RDWR)
print("@DONE@")
