# tries: to leave a child behind that outlives the job
# stopped by: seccomp: no processes
# report: raised
# control: outside
import os

if os.fork() == 0:
    print("@DONE@", flush=True)
    os._exit(0)
os.wait()
