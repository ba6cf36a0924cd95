# truth: {"l1": false, "l2": false, "dropout": false, "early_stopping": true, "best_restored": true, "bugs": ["penalty_no_gradient"], "also": [], "data": "friedman"}
import copy
import torch
from torch import nn
from torch.nn import functional as F


def build_model(in_features, out_features):
    return nn.Sequential(nn.Linear(in_features, 64), nn.ReLU(), nn.Linear(64, out_features))


def train(model, train_loader, val_loader, *, max_epochs, patience):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    history = {"train_loss": [], "val_loss": []}
    best, best_state, waited = float("inf"), None, 0
    for epoch in range(max_epochs):
        model.train()
        losses = []
        for x, y in train_loader:
            loss = F.mse_loss(model(x).squeeze(1), y)
            with torch.no_grad():
                l1 = sum(p.abs().sum() for p in model.parameters())
            loss = loss + 4e-3 * l1
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        history["train_loss"].append(sum(losses) / len(losses))
        model.eval()
        with torch.no_grad():
            total = sum(F.mse_loss(model(x).squeeze(1), y, reduction="sum").item() for x, y in val_loader)
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
