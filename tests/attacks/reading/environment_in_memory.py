# tries: to find the deployment's secrets in the C library's copy of the environment
# stopped by: an environment made afresh for the zygote
# report: finished
# control: outside
import ctypes

environment = ctypes.POINTER(ctypes.c_char_p).in_dll(ctypes.CDLL(None), "environ")
index = 0
while environment[index]:
    print(environment[index])
    index += 1
