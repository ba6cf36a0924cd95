# tries: to hand in weights that are views of one another, so that a change to one changes all
# stopped by: copies on the wire
# report: loses accuracy
# control: none, because outside nobody grades
# task: grade
import torch
from torch import nn


class Shared(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        whole = torch.zeros(outputs, inputs)
        self.first = nn.Parameter(whole)
        self.second = nn.Parameter(whole[:, :1].expand(outputs, inputs))
        self.third = nn.Parameter(whole.t())

    def forward(self, rows):
        return rows @ self.first.t() + rows @ self.second.t() + rows @ self.third


def build_model(in_features, out_features):
    return Shared(in_features, out_features)


def train(model, train_loader, val_loader, *, max_epochs, patience):
    return {"train_loss": [0.0], "val_loss": [0.0]}
