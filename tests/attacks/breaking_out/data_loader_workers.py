# tries: to start processes through torch's own loader
# stopped by: seccomp: no processes
# report: raised
# control: none, because importing torch takes longer than all other controls together
import torch
from torch.utils.data import DataLoader, TensorDataset

for _ in DataLoader(TensorDataset(torch.zeros(4)), num_workers=1):
    print("@DONE@")
