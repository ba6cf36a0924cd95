# tries: to signal another process by a descriptor of it
# stopped by: seccomp: no pidfd
# report: raised
# control: outside
import os
import signal

signal.pidfd_send_signal(os.pidfd_open(int("@VICTIM_PID@")), 9)
