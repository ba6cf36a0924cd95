# truth: right
# because: Adam's own weight_decay adds the penalty's gradient; a schedule changes nothing about stopping.
"""Residual blocks in a ModuleList, Adam with coupled weight decay, cosine schedule."""

import copy

import torch
import torch.nn.functional as F
from torch import nn


class Block(nn.Module):
    def __init__(self, width, p):
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.inner = nn.Linear(width, width)
        self.p = p

    def forward(self, x):
        hidden = F.gelu(self.inner(self.norm(x)))
        return x + F.dropout(hidden, self.p, self.training)


class ResidualMLP(nn.Module):
    def __init__(self, in_features, out_features, width=96, depth=3, p=0.2):
        super().__init__()
        self.stem = nn.Linear(in_features, width)
        self.blocks = nn.ModuleList(Block(width, p) for _ in range(depth))
        self.head = nn.Linear(width, out_features)

    def forward(self, x):
        x = self.stem(x)
        for block in self.blocks:
            x = block(x)
        return self.head(x)


def build_model(in_features, out_features):
    return ResidualMLP(in_features, out_features)


def run(model, loader, optimizer=None):
    """One pass; with an optimizer it trains, without it only measures."""
    training = optimizer is not None
    model.train(training)
    total = count = 0
    with torch.set_grad_enabled(training):
        for x, y in loader:
            loss = F.cross_entropy(model(x), y)
            if training:
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            total += loss.detach() * len(y)
            count += len(y)
    return float(total / count)


def train(model, train_loader, val_loader, *, max_epochs, patience):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(
        optimizer, T_max=max_epochs, eta_min=1e-4
    )
    train_losses, val_losses = [], []
    best_model = None

    for epoch in range(max_epochs):
        train_losses.append(run(model, train_loader, optimizer))
        val_losses.append(run(model, val_loader))
        schedule.step()

        best_epoch = min(range(epoch + 1), key=val_losses.__getitem__)
        if best_epoch == epoch:
            best_model = copy.deepcopy(model)
        if epoch - best_epoch >= patience:
            break

    model.load_state_dict(best_model.state_dict())
    return {"train_loss": train_losses, "val_loss": val_losses}
