"""A linear model, trained slowly, without regularization. It runs; make it good."""

import torch
from torch import nn


def build_model(in_features: int, out_features: int) -> nn.Module:
    # To do: hidden layers, activations and dropout. One output a row.
    return nn.Linear(in_features, out_features)


def train(model, train_loader, val_loader, *, max_epochs: int, patience: int) -> dict:
    loss_of = nn.MSELoss()
    # To do: a better optimizer and learning rate, and a penalty on the weights.
    optimizer = torch.optim.SGD(model.parameters(), lr=0.001)
    history = {"train_loss": [], "val_loss": []}

    for _ in range(max_epochs):
        # To do: tell the model that training begins. Dropout needs to know.
        total, count = 0.0, 0
        for inputs, targets in train_loader:
            optimizer.zero_grad()
            loss = loss_of(model(inputs).squeeze(1), targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(targets)
            count += len(targets)
        history["train_loss"].append(total / count)

        history["val_loss"].append(mean_loss(model, val_loader, loss_of))
        # To do: remember the best epoch and its weights; stop when patience runs out.

    # To do: put the best weights back into the model.
    return history


@torch.no_grad()
def mean_loss(model, loader, loss_of) -> float:
    """The mean loss over one pass of a loader."""
    # To do: tell the model that this is not training.
    total, count = 0.0, 0
    for inputs, targets in loader:
        total += loss_of(model(inputs).squeeze(1), targets).item() * len(targets)
        count += len(targets)
    return total / count
