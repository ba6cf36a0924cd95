# truth: wrong
# loses: accuracy
# because: Predictions (N, 1) against targets (N,) make N by N differences: the model learns the mean.
"""An MLP with dropout, trained by AdamW under early stopping; the best weights come back."""

import copy

import torch
from torch import nn


def build_model(in_features: int, out_features: int) -> nn.Module:
    return nn.Sequential(
        nn.Linear(in_features, 128),
        nn.ReLU(),
        nn.Dropout(0.05),
        nn.Linear(128, 64),
        nn.ReLU(),
        nn.Dropout(0.05),
        nn.Linear(64, out_features),
    )


def train(model, train_loader, val_loader, *, max_epochs: int, patience: int) -> dict:
    loss_of = nn.MSELoss()
    optimizer = torch.optim.AdamW(model.parameters(), lr=5e-3, weight_decay=0.05)
    history = {"train_loss": [], "val_loss": []}
    best_loss = float("inf")
    best_weights = copy.deepcopy(model.state_dict())
    epochs_without_progress = 0

    for _ in range(max_epochs):
        history["train_loss"].append(_one_epoch(model, train_loader, loss_of, optimizer))
        val_loss = _mean_loss(model, val_loader, loss_of)
        history["val_loss"].append(val_loss)

        if val_loss < best_loss:
            best_loss = val_loss
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
        loss = ((model(inputs) - targets) ** 2).mean()
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
        total += ((model(inputs) - targets) ** 2).mean().item() * len(targets)
        count += len(targets)
    return total / count
