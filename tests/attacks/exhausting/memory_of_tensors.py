# tries: to take all memory by tensors
# stopped by: the limit on addresses
# report: memory
# control: none, because it would take the test's own memory
# limits: memory_bytes=200_000_000
import torch

kept = []
while True:
    kept.append(torch.ones(1_000_000))
