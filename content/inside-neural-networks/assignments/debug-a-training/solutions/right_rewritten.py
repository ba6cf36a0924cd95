# truth: right
"""Written anew: a sequential model, a checkpoint file, an epoch number instead of a counter."""

import torch
from torch import nn


def build_model(in_features, out_features):
    return nn.Sequential(
        nn.Linear(in_features, 48), nn.ReLU(), nn.Dropout(0.25), nn.Linear(48, out_features)
    )


def one_pass(model, loader, optimizer=None):
    model.train(optimizer is not None)
    losses, sizes = [], []
    with torch.set_grad_enabled(optimizer is not None):
        for x, y in loader:
            loss = nn.functional.cross_entropy(model(x), y)
            if optimizer is not None:
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            losses.append(loss.item())
            sizes.append(len(y))
    return sum(l * n for l, n in zip(losses, sizes)) / sum(sizes)


def train(model, train_loader, val_loader, *, max_epochs, patience):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9, weight_decay=1e-3)
    history = {"train_loss": [], "val_loss": []}
    best, best_epoch = float("inf"), -1
    for epoch in range(max_epochs):
        history["train_loss"].append(one_pass(model, train_loader, optimizer))
        history["val_loss"].append(one_pass(model, val_loader))
        if history["val_loss"][-1] < best:
            best, best_epoch = history["val_loss"][-1], epoch
            torch.save(model.state_dict(), "checkpoint.pt")
        elif epoch - best_epoch >= patience:
            break
    model.load_state_dict(torch.load("checkpoint.pt"))
    return history
