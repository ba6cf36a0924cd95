"""The same network from the same weights, moved by four optimizers."""

import time

import torch
from torch import nn

OPTIMIZERS = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.1),
    "momentum": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9),
    "rmsprop": lambda p: torch.optim.RMSprop(p, lr=0.002),
    "adam": lambda p: torch.optim.Adam(p, lr=0.005),
}


def build_model(*, in_features, out_features, setting):
    return nn.Sequential(nn.Linear(in_features, 64), nn.ReLU(), nn.Linear(64, out_features))


def compare(settings, train_loader, val_loader, *, in_features, out_features, max_epochs):
    rows = {}
    for setting in settings:
        torch.manual_seed(0)
        started = time.perf_counter()
        model = build_model(in_features=in_features, out_features=out_features, setting=setting)
        optimizer = OPTIMIZERS[setting](model.parameters())
        for _ in range(max_epochs):
            for inputs, targets in train_loader:
                optimizer.zero_grad()
                nn.functional.cross_entropy(model(inputs), targets).backward()
                optimizer.step()
        rows[setting] = {
            "model": model,
            "val_accuracy": accuracy(model, val_loader),
            "seconds": time.perf_counter() - started,
        }
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
