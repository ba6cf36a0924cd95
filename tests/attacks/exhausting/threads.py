# tries: to start threads without end
# stopped by: the watch on threads
# report: threads or raised
# control: none, because it would take the test's own machine
import threading
import time

while True:
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
