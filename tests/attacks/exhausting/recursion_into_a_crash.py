# tries: to run over the end of the stack
# stopped by: a process of its own
# report: killed
# control: none, because it would only end itself
import sys

sys.setrecursionlimit(1 << 30)


class Deep:
    def __repr__(self):
        return repr([self])


repr(Deep())
