# truth: {"l1": true, "l2": false, "dropout": true, "early_stopping": true, "best_restored": true, "bugs": [], "also": [], "data": "digits"}
import copy
import torch
from torch import nn
from torch.nn import functional as F

LAMBDA = 5e-4


def build_model(in_features, out_features):
    return nn.Sequential(
        nn.Linear(in_features, 64), nn.ReLU(), nn.Dropout(0.2), nn.Linear(64, out_features)
    )


def l1(model):
    total = 0.0
    for name, parameter in model.named_parameters():
        if "weight" in name:
            total = total + parameter.abs().sum()
    return total


def train(model, train_loader, val_loader, *, max_epochs, patience):
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    history = {"train_loss": [], "val_loss": []}
    best, best_state, waited = float("inf"), None, 0
    for epoch in range(max_epochs):
        model.train()
        total = 0.0
        for x, y in train_loader:
            optimizer.zero_grad()
            loss = F.cross_entropy(model(x), y)
            (loss + LAMBDA * l1(model)).backward()
            optimizer.step()
            total += loss.item()
        history["train_loss"].append(total / len(train_loader))
        model.eval()
        with torch.no_grad():
            total = sum(F.cross_entropy(model(x), y, reduction="sum").item() for x, y in val_loader)
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
