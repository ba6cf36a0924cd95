# tries: to compute a number that no memory holds, in one call that cannot be interrupted
# stopped by: the watch on computing time; the limit on addresses
# report: cpu_time or memory or wall_time
# control: none, because it would take the test's own time
# limits: cpu_seconds=0.5 wall_seconds=5
x = 7 ** (10**9)
