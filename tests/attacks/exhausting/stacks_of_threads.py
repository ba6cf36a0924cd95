# tries: to take all memory by threads with enormous stacks
# stopped by: the limit on addresses
# report: raised or memory or threads
# control: none, because it would take the test's own memory
# limits: memory_bytes=300_000_000
import threading
import time


def dig(depth):
    return dig(depth - 1) + 1 if depth else time.sleep(60)


import sys

sys.setrecursionlimit(10**8)
threading.stack_size(200 << 20)
for _ in range(60):
    threading.Thread(target=dig, args=(10**6,), daemon=True).start()
time.sleep(60)
