# truth: wrong
# loses: complete, fair, consistent
# because: One of the settings is never trained.
"""The same two-layer network three times; nothing differs but the activation."""

import torch
from torch import nn

ACTIVATIONS = {"sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "relu": nn.ReLU}


def build_model(*, in_features, out_features, setting):
    return nn.Sequential(
        nn.Linear(in_features, 32), ACTIVATIONS[setting](), nn.Linear(32, out_features)
    )


def compare(settings, train_loader, val_loader, *, in_features, out_features, max_epochs):
    rows = {}
    for setting in settings[:-1]:
        torch.manual_seed(0)
        model = build_model(in_features=in_features, out_features=out_features, setting=setting)
        optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
        for _ in range(max_epochs):
            for inputs, targets in train_loader:
                optimizer.zero_grad()
                nn.functional.cross_entropy(model(inputs), targets).backward()
                optimizer.step()
        rows[setting] = {"model": model, "val_accuracy": accuracy(model, val_loader)}
    best = max(rows, key=lambda setting: rows[setting]["val_accuracy"])
    return {"rows": rows, "best": best}


@torch.no_grad()
def accuracy(model, loader):
    model.eval()
    right = total = 0
    for inputs, targets in loader:
        right += (model(inputs).argmax(1) == targets).sum().item()
        total += len(targets)
    return right / total
