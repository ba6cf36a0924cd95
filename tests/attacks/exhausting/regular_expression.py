# tries: to spend for ever in one call of a compiled module
# stopped by: the watch on computing time
# report: cpu_time
# control: none, because it would never end
# limits: cpu_seconds=0.5 wall_seconds=60
import re

re.match(r"(a+)+$", "a" * 60 + "b")
