# truth: wrong
# loses: zero_grad, softmax, modes, best, patience
# because: Where nothing is trained, nothing is mended.
"""No training, no mistakes."""

from torch import nn


def build_model(in_features, out_features):
    return nn.Linear(in_features, out_features)


def train(model, train_loader, val_loader, *, max_epochs, patience):
    return {"train_loss": [], "val_loss": []}
