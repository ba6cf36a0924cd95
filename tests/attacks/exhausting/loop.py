# tries: to compute for ever
# stopped by: the watch on computing time
# report: cpu_time
# control: none, because it would never end
# limits: cpu_seconds=0.5
while True:
    pass
