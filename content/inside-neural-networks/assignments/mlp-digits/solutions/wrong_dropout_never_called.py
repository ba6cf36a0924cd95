# truth: wrong
# loses: dropout
# because: The dropout layer is built in __init__ and never used in forward.
"""A dropout layer that no forward pass meets."""

import copy

import torch
from torch import nn


class WideNet(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.hidden = nn.Linear(in_features, 256)
        self.act = nn.ELU()
        self.drop = nn.Dropout(0.5)
        self.out = nn.Linear(256, out_features)

    def forward(self, x):
        return self.out(self.act(self.hidden(x)))


def build_model(in_features, out_features):
    return WideNet(in_features, out_features)


def loss_and_accuracy(model, loader):
    model.eval()
    loss = correct = count = 0
    with torch.no_grad():
        for x, y in loader:
            logits = model(x)
            loss += nn.functional.cross_entropy(logits, y, reduction="sum").item()
            correct += (logits.argmax(dim=1) == y).sum().item()
            count += len(y)
    return loss / count, correct / count


def train(model, train_loader, val_loader, *, max_epochs, patience):
    optimizer = torch.optim.RMSprop(model.parameters(), lr=5e-4, weight_decay=1e-3)
    history = {"train_loss": [], "val_loss": [], "val_accuracy": []}
    best_accuracy, best_state, left = -1.0, None, patience

    while len(history["train_loss"]) < max_epochs and left > 0:
        model.train()
        total = count = 0
        for x, y in train_loader:
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(x), y)
            loss.backward()
            optimizer.step()
            total, count = total + loss.item() * len(y), count + len(y)

        val_loss, accuracy = loss_and_accuracy(model, val_loader)
        history["train_loss"].append(total / count)
        history["val_loss"].append(val_loss)
        history["val_accuracy"].append(accuracy)

        left -= 1
        if accuracy > best_accuracy:
            best_accuracy, best_state, left = accuracy, copy.deepcopy(model.state_dict()), patience

    model.load_state_dict(best_state)
    return history
