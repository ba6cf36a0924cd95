# truth: right
# because: The absolute weights stand in the loss itself; dropout is the functional form, told the mode.
"""L1 written by hand, functional dropout, cloned tensors as the snapshot."""

import math

import torch
import torch.nn.functional as F
from torch import nn

L1 = 2e-4


class Classifier(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.first = nn.Linear(in_features, 160)
        self.second = nn.Linear(160, 80)
        self.last = nn.Linear(80, out_features)

    def forward(self, x):
        x = F.dropout(F.relu(self.first(x)), p=0.25, training=self.training)
        x = F.dropout(F.relu(self.second(x)), p=0.25, training=self.training)
        return self.last(x)


def build_model(in_features, out_features):
    return Classifier(in_features, out_features)


def absolute_weights(model):
    return sum(p.abs().sum() for name, p in model.named_parameters() if name.endswith("weight"))


def train(model, train_loader, val_loader, *, max_epochs, patience):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    train_losses, val_losses = [], []
    best, best_epoch, snapshot = math.inf, 0, {}

    for epoch in range(1, max_epochs + 1):
        model.train()
        losses = []
        for x, y in train_loader:
            data_loss = F.cross_entropy(model(x), y)
            loss = data_loss + L1 * absolute_weights(model)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(data_loss.item())
        train_losses.append(sum(losses) / len(losses))

        model.eval()
        with torch.no_grad():
            sums = [(F.cross_entropy(model(x), y, reduction="sum").item(), len(y)) for x, y in val_loader]
        val_losses.append(sum(s for s, _ in sums) / sum(n for _, n in sums))

        if val_losses[-1] < best:
            best, best_epoch = val_losses[-1], epoch
            snapshot = {name: tensor.clone() for name, tensor in model.state_dict().items()}
        elif epoch - best_epoch >= patience:
            break

    model.load_state_dict(snapshot)
    return {"train_loss": train_losses, "val_loss": val_losses}
