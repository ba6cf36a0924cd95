# truth: wrong
# loses: weight_penalty, dropout, early_stopping, best_weights_restored
# because: A sound training loop with neither regularization nor a use for its validation loss.
"""It trains for all epochs and measures validation without acting on it."""

import torch
from torch import nn


def build_model(in_features: int, out_features: int) -> nn.Module:
    return nn.Sequential(
        nn.Linear(in_features, 128),
        nn.ReLU(),
        nn.Linear(128, 64),
        nn.ReLU(),
        nn.Linear(64, out_features),
    )


def train(model, train_loader, val_loader, *, max_epochs: int, patience: int) -> dict:
    loss_of = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=2e-3)
    history = {"train_loss": [], "val_loss": []}

    for _ in range(max_epochs):
        history["train_loss"].append(_one_epoch(model, train_loader, loss_of, optimizer))
        history["val_loss"].append(_mean_loss(model, val_loader, loss_of))

    return history


def _one_epoch(model, loader, loss_of, optimizer) -> float:
    model.train()
    total, count = 0.0, 0
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = loss_of(model(inputs), targets)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(targets)
        count += len(targets)
    return total / count


@torch.no_grad()
def _mean_loss(model, loader, loss_of) -> float:
    model.eval()
    total, count = 0.0, 0
    for inputs, targets in loader:
        total += loss_of(model(inputs), targets).item() * len(targets)
        count += len(targets)
    return total / count
