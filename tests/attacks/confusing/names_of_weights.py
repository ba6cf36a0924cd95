# tries: to name a weight by what no page and no database can show
# stopped by: names that are checked before they are believed
# report: failure
# control: none, because outside nobody grades
# task: grade
import torch
from torch import nn


class Odd(nn.Linear):
    def __init__(self, inputs, outputs):
        super().__init__(inputs, outputs)
        self.register_parameter("\ud800\x1b[31m", nn.Parameter(torch.zeros(1)))


def build_model(in_features, out_features):
    return Odd(in_features, out_features)


def train(model, train_loader, val_loader, *, max_epochs, patience):
    del model._parameters["\ud800\x1b[31m"]
    return {"train_loss": [0.0], "val_loss": [0.0]}
