# tries: to end another process by taking its computing time away
# stopped by: seccomp: limits are only read
# report: raised
# control: outside
import resource

resource.prlimit(int("@VICTIM_PID@"), resource.RLIMIT_NOFILE, (3, 3))
print("@DONE@")
