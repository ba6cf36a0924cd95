# tries: to slow the processor down by numbers that are none, and hand such weights in
# stopped by: refusing weights that are no numbers
# report: failure
# control: none, because outside nobody grades
# task: grade
import torch
from torch import nn


def build_model(in_features, out_features):
    return nn.Linear(in_features, out_features)


def train(model, train_loader, val_loader, *, max_epochs, patience):
    with torch.no_grad():
        model.weight.fill_(float("nan"))
    return {"train_loss": [float("nan")] * 5, "val_loss": [float("inf")] * 5}
