# tries: to open the zygote's own descriptors, its control line among them, by /proc
# stopped by: Landlock: no /proc; and a zygote that nobody of its user may look into
# report: finished
# control: none, because outside no zygote is the parent
import os

for pid in (os.getppid(), 1, "self", "thread-self"):
    for number in range(3, 40):
        for what in (f"/proc/{pid}/fd/{number}", f"/proc/{pid}/root/etc/passwd"):
            try:
                os.open(what, os.O_RDWR if "/fd/" in what else os.O_RDONLY)
                print("@DONE@", what)
            except OSError:
                pass
