# tries: to take all memory in one step
# stopped by: the limit on addresses
# report: memory
# control: none, because it would take the test's own memory
x = bytearray(1 << 40)
