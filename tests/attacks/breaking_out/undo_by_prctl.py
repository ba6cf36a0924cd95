# tries: to trace itself for others, keep capabilities and outlive its parent, by prctl
# stopped by: seccomp: prctl names threads only
# report: finished
# control: outside
import ctypes

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_KEEPCAPS, PR_SET_CHILD_SUBREAPER = 1, 4, 8, 36
libc = ctypes.CDLL(None)
if any(
    libc.prctl(option, value, 0, 0, 0) == 0
    for option, value in (
        (PR_SET_PDEATHSIG, 0),
        (PR_SET_DUMPABLE, 1),
        (PR_SET_KEEPCAPS, 1),
        (PR_SET_CHILD_SUBREAPER, 1),
    )
):
    print("@DONE@")
