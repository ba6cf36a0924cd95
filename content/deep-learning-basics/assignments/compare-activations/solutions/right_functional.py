# truth: right
"""A module that calls torch.tanh and the like, SGD with momentum, accuracy from concatenated answers."""

import time

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, in_features, out_features, activation):
        super().__init__()
        self.hidden = nn.Linear(in_features, 24)
        self.middle = nn.Linear(24, 16)
        self.out = nn.Linear(16, out_features)
        self.activation = activation

    def forward(self, x):
        act = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}[self.activation]
        return self.out(act(self.middle(act(self.hidden(x)))))


def build_model(in_features, out_features, setting):
    return Net(in_features, out_features, setting)


def compare(settings, train_loader, val_loader, in_features, out_features, max_epochs):
    table = {}
    for name in settings:
        start = time.perf_counter()
        net = build_model(in_features, out_features, name)
        opt = torch.optim.RMSprop(net.parameters(), lr=0.01)
        loss_of = nn.CrossEntropyLoss()
        for epoch in range(max_epochs):
            net.train()
            for x, y in train_loader:
                opt.zero_grad()
                loss_of(net(x), y).backward()
                opt.step()
        net.eval()
        with torch.no_grad():
            pairs = [(net(x), y) for x, y in val_loader]
        logits, y = torch.cat([a for a, _ in pairs]), torch.cat([b for _, b in pairs])
        table[name] = {
            "model": net,
            "val_accuracy": (logits.argmax(dim=1) == y).float().mean(),
            "seconds": time.perf_counter() - start,
        }
    ranking = sorted(table.items(), key=lambda item: float(item[1]["val_accuracy"]))
    return {"rows": table, "best": ranking[-1][0]}
