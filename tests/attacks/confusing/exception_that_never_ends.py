# tries: to compute for ever when somebody looks at what it raised
# stopped by: the watch on computing time
# report: cpu_time
# control: none, because outside nobody looks
# limits: cpu_seconds=0.5


class Endless(Exception):
    def __str__(self):
        while True:
            pass


raise Endless
