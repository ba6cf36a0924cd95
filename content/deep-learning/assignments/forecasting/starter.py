"""Repeats the last value, with one weight to learn. Make a recurrent network of it."""

import torch
from torch import nn


class Forecaster(nn.Module):
    def __init__(self, horizon):
        super().__init__()
        self.horizon = horizon
        self.weight = nn.Parameter(torch.ones(()))

    def forward(self, windows):
        # To do: a recurrent layer over the window, and a linear layer on its last state
        return self.weight * windows[:, -1, :1].expand(-1, self.horizon)


def build_model(*, features, window, horizon):
    return Forecaster(horizon)


def train(model, train_loader, val_loader, *, max_epochs, patience):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.001)
    for _ in range(max_epochs):
        for windows, following in train_loader:
            optimizer.zero_grad()
            nn.functional.mse_loss(model(windows), following).backward()
            optimizer.step()
