# truth: wrong
# loses: recurrence
# because: A linear model of the window: good figures, but nothing recurs.
"""A GRU over the window; its last state forecasts the steps ahead as changes of the last value."""

import copy

import torch
from torch import nn


class Forecaster(nn.Module):
    def __init__(self, features, horizon):
        super().__init__()
        self.recurrent = nn.Linear(24 * features, 32)
        self.out = nn.Linear(32, horizon)

    def forward(self, windows):
        return windows[:, -1, :1] + self.out(self.recurrent(windows.flatten(1)))


def build_model(*, features, window, horizon):
    return Forecaster(features, horizon)


def train(model, train_loader, val_loader, *, max_epochs, patience):
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    loss_of = nn.SmoothL1Loss()
    history = {"train_loss": [], "val_loss": []}
    best, kept, waited = float("inf"), None, 0
    for _ in range(max_epochs):
        model.train()
        losses = []
        for windows, following in train_loader:
            optimizer.zero_grad()
            loss = loss_of(model(windows), following)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            losses.append(loss.item())
        history["train_loss"].append(sum(losses) / len(losses))
        model.eval()
        with torch.no_grad():
            losses = [loss_of(model(windows), following).item() for windows, following in val_loader]
        history["val_loss"].append(sum(losses) / len(losses))
        if history["val_loss"][-1] < best:
            best, waited = history["val_loss"][-1], 0
            kept = copy.deepcopy(model.state_dict())
        else:
            waited += 1
            if waited >= patience:
                break
    model.load_state_dict(kept)
    return history
