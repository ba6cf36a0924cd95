# truth: {"l1": false, "l2": true, "dropout": true, "early_stopping": true, "best_restored": true, "bugs": [], "also": [], "data": "wine"}
import copy
import torch
from torch import nn
from torch.nn import functional as F


class Enough(Exception):
    pass


def build_model(in_features, out_features):
    return nn.Sequential(
        nn.Linear(in_features, 64), nn.ReLU(), nn.Dropout(0.3), nn.Linear(64, out_features)
    )


class Guard:
    def __init__(self, patience):
        self.patience, self.losses, self.best = patience, [], None

    def __call__(self, loss, model):
        self.losses.append(loss)
        if loss == min(self.losses):
            self.best = copy.deepcopy(model.state_dict())
        if len(self.losses) - 1 - self.losses.index(min(self.losses)) >= self.patience:
            raise Enough


def fit(model, train_loader, val_loader, max_epochs, guard, train_loss):
    optimizer = torch.optim.AdamW(model.parameters(), lr=4e-3, weight_decay=2e-2)
    for _ in range(max_epochs):
        model.train()
        epoch = []
        for x, y in train_loader:
            optimizer.zero_grad()
            loss = F.cross_entropy(model(x), y)
            loss.backward()
            optimizer.step()
            epoch.append(loss.item())
        train_loss.append(sum(epoch) / len(epoch))
        model.eval()
        with torch.no_grad():
            total = sum(F.cross_entropy(model(x), y, reduction="sum").item() for x, y in val_loader)
        guard(total / len(val_loader.dataset), model)


def train(model, train_loader, val_loader, *, max_epochs, patience):
    guard, train_loss = Guard(patience), []
    try:
        fit(model, train_loader, val_loader, max_epochs, guard, train_loss)
    except Enough:
        pass
    finally:
        model.load_state_dict(guard.best)
    return {"train_loss": train_loss, "val_loss": guard.losses}
