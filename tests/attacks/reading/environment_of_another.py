# tries: to find secrets in another process's environment
# stopped by: Landlock: no /proc
# report: raised
# control: outside
print(open("/proc/@VICTIM_PID@/environ").read())
