# truth: {"l1": false, "l2": false, "dropout": true, "early_stopping": true, "best_restored": true, "bugs": [], "also": [], "data": "iris"}
import copy
import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils.parametrizations import weight_norm


def build_model(in_features, out_features):
    return nn.Sequential(
        weight_norm(nn.Linear(in_features, 64)), nn.ReLU(), nn.Dropout(0.3), nn.Linear(64, out_features)
    )


def run(model, loader, optimizer=None):
    model.train(optimizer is not None)
    total = rows = 0
    for x, y in loader:
        loss = F.cross_entropy(model(x), y)
        if optimizer is not None:
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        total += loss.item() * len(y)
        rows += len(y)
    return total / rows


def train(model, train_loader, val_loader, *, max_epochs, patience):
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    history = {"train_loss": [], "val_loss": []}
    best, best_state, waited = float("inf"), None, 0
    for epoch in range(max_epochs):
        history["train_loss"].append(run(model, train_loader, optimizer))
        with torch.no_grad():
            history["val_loss"].append(run(model, val_loader))
        if history["val_loss"][-1] < best:
            best, waited = history["val_loss"][-1], 0
            best_state = copy.deepcopy(model.state_dict())
        else:
            waited += 1
        if waited >= patience:
            break
    model.load_state_dict(best_state)
    return history
