# truth: wrong
# loses: dropout
# because: The model trains in eval mode from the first step, where nn.Dropout lets everything through.
"""The model has a dropout layer, and nobody ever calls model.train()."""

import torch
import torch.nn.functional as F
from torch import nn

LEARNING_RATE = 2e-3
DECAY = 0.05
LEAST_IMPROVEMENT = 1e-3


class Net(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        pairs = zip(sizes, sizes[1:])
        self.layers = nn.ModuleList([nn.Linear(a, b) for a, b in pairs])
        self.dropout = nn.Dropout(0.25)

    def forward(self, x):
        for linear in self.layers[:-1]:
            x = self.dropout(torch.relu(linear(x)))
        return F.log_softmax(self.layers[-1](x), dim=-1)


def build_model(in_features, out_features):
    return Net([in_features, 144, 72, out_features])


def step(model, optimizer, x, y):
    loss = F.nll_loss(model(x), y)
    model.zero_grad()
    loss.backward()
    optimizer.step()
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.ndim == 2:
                parameter.mul_(1 - LEARNING_RATE * DECAY)
    return loss.item()


def train(model, train_loader, val_loader, *, max_epochs, patience):
    optimizer = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE)
    train_losses, val_losses = [], []
    best_loss, bad = torch.inf, 0
    best_weights = [p.detach().clone() for p in model.parameters()]

    model.eval()
    for _ in range(max_epochs):
        losses = [step(model, optimizer, x, y) for x, y in train_loader]
        train_losses.append(sum(losses) / len(losses))

        total = count = 0
        with torch.no_grad():
            for x, y in val_loader:
                total += F.nll_loss(model(x), y, reduction="sum").item()
                count += len(y)
        val_losses.append(total / count)

        if val_losses[-1] < best_loss - LEAST_IMPROVEMENT:
            best_loss, bad = val_losses[-1], 0
            best_weights = [p.detach().clone() for p in model.parameters()]
        else:
            bad += 1
        if bad >= patience:
            break

    with torch.no_grad():
        for parameter, best in zip(model.parameters(), best_weights):
            parameter.copy_(best)
    return {"train_loss": train_losses, "val_loss": val_losses}
