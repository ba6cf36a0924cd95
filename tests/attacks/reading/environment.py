# tries: to find the deployment's secrets in the environment
# stopped by: an environment made afresh for the zygote
# report: finished
# control: outside
import os

print(dict(os.environ))
