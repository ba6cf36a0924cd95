# tries: to find labels in memory while predicting on the hidden inputs
# stopped by: labels that never enter a cell
# report: loses accuracy
# control: none, because the labels are nowhere outside either
# task: grade
import gc

import numpy as np
import torch
from torch import nn


class Thief(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(outputs, inputs))

    def forward(self, rows):
        for found in gc.get_objects():
            if isinstance(found, (np.ndarray, torch.Tensor)) and tuple(found.shape) == (len(rows),):
                labels = torch.as_tensor(found)
                if not labels.is_floating_point():
                    return nn.functional.one_hot(labels.long(), len(self.weight)).float()
        return rows @ self.weight.T


def build_model(in_features, out_features):
    return Thief(in_features, out_features)


def train(model, train_loader, val_loader, *, max_epochs, patience):
    return {"train_loss": [0.0], "val_loss": [0.0]}
