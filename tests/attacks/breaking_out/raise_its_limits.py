# tries: to raise its own limits
# stopped by: seccomp: limits are only read; no capabilities
# report: raised
# control: none, because the root of a container may not either
import resource

resource.setrlimit(resource.RLIMIT_MSGQUEUE, (1 << 24, 1 << 24))
print("@DONE@")
