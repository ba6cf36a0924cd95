# truth: {"l1": false, "l2": true, "dropout": true, "early_stopping": true, "best_restored": true, "bugs": ["history_missing"], "also": [], "data": "iris"}
import copy
import torch
from torch import nn
import torch.nn.functional as F


def build_model(in_features, out_features):
    return nn.Sequential(
        nn.Linear(in_features, 64), nn.ReLU(), nn.Dropout(0.2), nn.Linear(64, out_features)
    )


class SAM:
    """Sharpness-aware minimisation around a base optimizer."""

    def __init__(self, params, base, rho=0.02):
        self.params = list(params)
        self.base, self.rho = base, rho

    @torch.no_grad()
    def climb(self):
        norm = torch.sqrt(sum(p.grad.pow(2).sum() for p in self.params)) + 1e-12
        self.moves = [self.rho * p.grad / norm for p in self.params]
        for p, m in zip(self.params, self.moves):
            p.add_(m)
        self.base.zero_grad()

    @torch.no_grad()
    def descend(self):
        for p, m in zip(self.params, self.moves):
            p.sub_(m)
        self.base.step()
        self.base.zero_grad()


def train(model, train_loader, val_loader, *, max_epochs, patience):
    base = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9, weight_decay=2e-3)
    sam = SAM(model.parameters(), base)
    history = {"train_loss": [], "val_loss": []}
    best, saved, idle = float("inf"), None, 0
    while len(history["val_loss"]) < max_epochs and idle < patience:
        model.train()
        losses = []
        for x, y in train_loader:
            loss = F.cross_entropy(model(x), y)
            loss.backward()
            sam.climb()
            F.cross_entropy(model(x), y).backward()
            sam.descend()
            losses.append(loss.item())
        history["train_loss"].append(sum(losses) / len(losses))
        model.eval()
        with torch.no_grad():
            total = sum(F.cross_entropy(model(x), y, reduction="sum").item() for x, y in val_loader)
        history["val_loss"].append(total / len(val_loader.dataset))
        if history["val_loss"][-1] < best:
            best, idle = history["val_loss"][-1], 0
            saved = copy.deepcopy(model.state_dict())
        else:
            idle += 1
    model.load_state_dict(saved)
    return model
