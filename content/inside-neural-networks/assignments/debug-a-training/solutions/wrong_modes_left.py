# truth: wrong
# loses: modes
# because: Dropout stays off after the first validation.
"""A classifier and its training. Four of five mistakes are mended."""

import copy

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.hidden = nn.Linear(in_features, 64)
        self.dropout = nn.Dropout(0.3)
        self.out = nn.Linear(64, out_features)

    def forward(self, x):
        x = self.dropout(torch.relu(self.hidden(x)))
        return self.out(x)


def build_model(in_features, out_features):
    return Net(in_features, out_features)


def train(model, train_loader, val_loader, *, max_epochs, patience):
    loss_of = nn.CrossEntropyLoss()
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=0.01)
    history = {"train_loss": [], "val_loss": []}
    best_loss, best_weights, waited = float("inf"), None, 0

    model.train()
    for epoch in range(max_epochs):
        total, count = 0.0, 0
        for inputs, targets in train_loader:
            loss = loss_of(model(inputs), targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(targets)
            count += len(targets)
        history["train_loss"].append(total / count)

        val_loss = evaluate(model, val_loader, loss_of)
        history["val_loss"].append(val_loss)
        if val_loss < best_loss:
            best_loss, waited = val_loss, 0
            best_weights = copy.deepcopy(model.state_dict())
        else:
            waited += 1
            if waited >= patience:
                break

    model.load_state_dict(best_weights)
    return history


@torch.no_grad()
def evaluate(model, loader, loss_of):
    model.eval()
    total, count = 0.0, 0
    for inputs, targets in loader:
        total += loss_of(model(inputs), targets).item() * len(targets)
        count += len(targets)
    return total / count
