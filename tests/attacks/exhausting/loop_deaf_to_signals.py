# tries: to compute for ever, deaf to every signal that can be ignored
# stopped by: the watch on computing time, which uses the signal that cannot
# report: cpu_time
# control: none, because it would never end
# limits: cpu_seconds=0.5
import signal

for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        continue
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
while True:
    pass
