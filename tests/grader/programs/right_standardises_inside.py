# truth: {"l1": false, "l2": true, "dropout": true, "early_stopping": true, "best_restored": true, "bugs": [], "also": [], "data": "breast_cancer"}
import copy
import torch
from torch import nn
from torch.nn import functional as F


def build_model(in_features, out_features):
    return nn.Sequential(
        nn.Linear(in_features, 64), nn.ReLU(), nn.Dropout(0.2), nn.Linear(64, out_features)
    )


def train(model, train_loader, val_loader, *, max_epochs, patience):
    everything = torch.cat([x for x, _ in train_loader])
    mean, std = everything.mean(0), everything.std(0)
    std[std < 1e-6] = 1.0

    def prepared(x):
        return (x - mean) / std

    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3, weight_decay=1e-3)
    history = {"train_loss": [], "val_loss": []}
    best, best_state, waited = float("inf"), None, 0
    for epoch in range(max_epochs):
        model.train()
        losses = []
        for x, y in train_loader:
            optimizer.zero_grad()
            loss = F.cross_entropy(model(prepared(x)), y)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        history["train_loss"].append(sum(losses) / len(losses))
        model.eval()
        with torch.no_grad():
            total = sum(F.cross_entropy(model(prepared(x)), y).item() * len(y) for x, y in val_loader)
        history["val_loss"].append(total / len(val_loader.dataset))
        if history["val_loss"][-1] < best:
            best, waited = history["val_loss"][-1], 0
            best_state = copy.deepcopy(model.state_dict())
        else:
            waited += 1
        if waited >= patience:
            break
    model.load_state_dict(best_state)
    return history
