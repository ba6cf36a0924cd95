# tries: to end its first thread, so that the kernel shows no memory, and go on in a second
# stopped by: a watch that ends what has lost its first thread
# report: exited
# control: none, because outside nobody watches
# machine: x86_64
import ctypes
import threading
import time


def go_on():
    time.sleep(3)
    print("@DONE@", flush=True)


threading.Thread(target=go_on).start()
ctypes.CDLL(None).syscall(60, 0)
