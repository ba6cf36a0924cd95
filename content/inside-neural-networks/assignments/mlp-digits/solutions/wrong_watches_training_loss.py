# truth: wrong
# loses: early_stopping, best_weights_restored
# because: The stopping rule looks at the training loss, which says nothing about over-fitting.
"""Early stopping with its eyes on the wrong curve."""

import copy

import torch
from torch import nn


def build_model(in_features: int, out_features: int) -> nn.Module:
    return nn.Sequential(
        nn.Linear(in_features, 128),
        nn.ReLU(),
        nn.Dropout(0.3),
        nn.Linear(128, 64),
        nn.ReLU(),
        nn.Dropout(0.2),
        nn.Linear(64, out_features),
    )


def train(model, train_loader, val_loader, *, max_epochs: int, patience: int) -> dict:
    loss_of = nn.CrossEntropyLoss()
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=0.05)
    history = {"train_loss": [], "val_loss": []}
    best_loss = float("inf")
    best_weights = copy.deepcopy(model.state_dict())
    epochs_without_progress = 0

    for _ in range(max_epochs):
        train_loss = _one_epoch(model, train_loader, loss_of, optimizer)
        history["train_loss"].append(train_loss)
        history["val_loss"].append(_mean_loss(model, val_loader, loss_of))

        if train_loss < best_loss:
            best_loss = train_loss
            best_weights = copy.deepcopy(model.state_dict())
            epochs_without_progress = 0
        else:
            epochs_without_progress += 1
            if epochs_without_progress >= patience:
                break

    model.load_state_dict(best_weights)
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
