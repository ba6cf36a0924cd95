# tries: to send a name of megabytes wherever a name can stand
# stopped by: names that are cut before they are shown
# report: failure
# control: none, because outside nobody grades
# task: grade
import torch
from torch import nn

NAME = "n" * 3_000_000


def build_model(in_features, out_features):
    model = nn.Linear(in_features, out_features)
    model.register_parameter(NAME, nn.Parameter(torch.zeros(1)))
    return model


def train(model, train_loader, val_loader, *, max_epochs, patience):
    raise type(NAME, (Exception,), {})(NAME)
