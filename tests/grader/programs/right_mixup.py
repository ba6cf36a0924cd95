# truth: {"l1": false, "l2": true, "dropout": true, "early_stopping": true, "best_restored": true, "bugs": [], "also": [], "data": "digits"}
import copy
import torch
from torch import nn
from torch.nn import functional as F


def build_model(in_features, out_features):
    return nn.Sequential(
        nn.Linear(in_features, 64), nn.ReLU(), nn.Dropout(0.2), nn.Linear(64, out_features)
    )


def mixed(x, y, alpha=0.2):
    lam = float(torch.distributions.Beta(alpha, alpha).sample())
    order = torch.randperm(len(x))
    return lam * x + (1 - lam) * x[order], y, y[order], lam


def train(model, train_loader, val_loader, *, max_epochs, patience):
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3, weight_decay=1e-3)
    train_loss, val_loss = [], []
    best = {"loss": float("inf"), "state": None, "age": 0}
    for epoch in range(max_epochs):
        model.train()
        total = 0
        for x, y in train_loader:
            x, a, b, lam = mixed(x, y)
            logits = model(x)
            loss = lam * F.cross_entropy(logits, a) + (1 - lam) * F.cross_entropy(logits, b)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() / len(train_loader)
        train_loss.append(total)
        model.eval()
        with torch.no_grad():
            total = sum(F.cross_entropy(model(x), y).item() * len(y) for x, y in val_loader)
        val_loss.append(total / len(val_loader.dataset))
        if val_loss[-1] < best["loss"]:
            best = {"loss": val_loss[-1], "state": copy.deepcopy(model.state_dict()), "age": 0}
        else:
            best["age"] += 1
            if best["age"] >= patience:
                break
    model.load_state_dict(best["state"])
    return {"train_loss": train_loss, "val_loss": val_loss}
