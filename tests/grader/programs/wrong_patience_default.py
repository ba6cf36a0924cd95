# truth: {"l1": false, "l2": true, "dropout": true, "early_stopping": false, "best_restored": null, "bugs": ["patience_ignored"], "also": [], "data": "diabetes"}
import copy
import torch
from torch import nn
from torch.nn import functional as F


def build_model(in_features, out_features):
    return nn.Sequential(
        nn.Linear(in_features, 64), nn.ReLU(), nn.Dropout(0.3), nn.Linear(64, out_features)
    )


class Patience:
    """Counts epochs without a gain of at least one per mille."""

    def __init__(self, limit):
        self.limit, self.left, self.record, self.copy = limit, limit, None, None

    def __call__(self, figure, model):
        if self.record is None or figure < 0.999 * self.record:
            self.record, self.left, self.copy = figure, self.limit, copy.deepcopy(model.state_dict())
        else:
            self.left -= 1
        return self.left > 0


def train(model, train_loader, val_loader, *, max_epochs, patience):
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3, weight_decay=1e-3)
    history = {"train_loss": [], "val_loss": []}
    keep_going = Patience(7)
    for epoch in range(max_epochs):
        model.train()
        losses = []
        for x, y in train_loader:
            optimizer.zero_grad()
            loss = F.l1_loss(model(x).squeeze(1), y)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        history["train_loss"].append(sum(losses) / len(losses))
        model.eval()
        with torch.no_grad():
            total = sum(F.l1_loss(model(x).squeeze(1), y).item() * len(y) for x, y in val_loader)
        history["val_loss"].append(total / len(val_loader.dataset))
        if not keep_going(history["val_loss"][-1], model):
            break
    model.load_state_dict(keep_going.copy)
    return history
