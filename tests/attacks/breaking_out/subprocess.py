# tries: to run a shell
# stopped by: seccomp: no processes
# report: raised
# control: outside
import subprocess

print(subprocess.run(["/bin/sh", "-c", "echo @DONE@"], capture_output=True, text=True).stdout)
