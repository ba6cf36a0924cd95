# tries: to make a giant of a tensor that holds one number
# stopped by: the limit on addresses
# report: memory
# control: none, because it would take the test's own memory
import torch

torch.zeros(1).expand(1 << 38).clone()
