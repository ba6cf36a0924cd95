# tries: to leave files in the folder that its zygote and the worker share, or to take its socket away
# stopped by: Landlock; and a folder in which nothing can be made or removed any more
# report: finished
# control: none, because outside there is no such folder
import os

for folder in ("/line", os.path.dirname(os.path.dirname(os.getcwd()))):
    for name in ("lock", "zygote.sock", "outside"):
        try:
            os.unlink(f"{folder}/{name}")
            print("@DONE@")
        except OSError:
            pass
    try:
        os.open(f"{folder}/mine", os.O_CREAT | os.O_WRONLY)
        print("@DONE@")
    except OSError:
        pass
