# truth: right
"""A module of its own: batch normalisation, strided convolution, global average pooling."""

import copy

import torch
import torch.nn.functional as F
from torch import nn


class Net(nn.Module):
    def __init__(self, channels, classes):
        super().__init__()
        self.first = nn.Conv2d(channels, 16, 3, padding=1)
        self.norm = nn.BatchNorm2d(16)
        self.second = nn.Conv2d(16, 32, 3, padding=1)
        self.third = nn.Conv2d(32, 16, 3)
        self.out = nn.Linear(16 * 4, classes)

    def forward(self, x):
        x = F.relu(self.norm(self.first(x)))
        x = F.avg_pool2d(F.relu(self.second(x)), 2)
        return self.out(F.relu(self.third(x)).flatten(1))


def build_model(channels, height, width, classes):
    return Net(channels, classes)


def train(model, train_loader, val_loader, max_epochs, patience):
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, max_epochs)
    best, kept = -1.0, None
    for _ in range(max_epochs):
        model.train()
        for x, y in train_loader:
            loss = F.cross_entropy(model(x), y, label_smoothing=0.05)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        schedule.step()
        model.eval()
        with torch.no_grad():
            hits = torch.cat([model(x).argmax(1) == y for x, y in val_loader]).float().mean().item()
        if hits > best:
            best, kept = hits, copy.deepcopy(model.state_dict())
    model.load_state_dict(kept)
