# truth: {"l1": false, "l2": true, "dropout": true, "early_stopping": true, "best_restored": true, "bugs": [], "also": [], "data": "diabetes"}
import copy
import torch
from torch import nn
from torch.nn import functional as F


def build_model(in_features, out_features):
    hidden = 40
    return nn.Sequential(
        nn.Linear(in_features, hidden), nn.BatchNorm1d(hidden), nn.ReLU(), nn.Dropout(0.2),
        nn.Linear(hidden, out_features),
    )


def loss_on(model, loader):
    model.eval()
    with torch.no_grad():
        return sum(F.mse_loss(model(x).view(-1), y, reduction="sum") for x, y in loader).item() / len(loader.dataset)


def train(model, train_loader, val_loader, *, max_epochs, patience):
    opt = torch.optim.Adam(model.parameters(), lr=5e-3, weight_decay=2e-3)
    train_losses, val_losses = [], []
    champion, champion_loss, rounds = copy.deepcopy(model), float("inf"), 0
    for _ in range(max_epochs):
        model.train()
        for x, y in train_loader:
            opt.zero_grad()
            F.mse_loss(model(x).view(-1), y).backward()
            opt.step()
        train_losses.append(loss_on(model, train_loader))
        val_losses.append(loss_on(model, val_loader))
        if val_losses[-1] < champion_loss:
            champion, champion_loss, rounds = copy.deepcopy(model), val_losses[-1], 0
        else:
            rounds += 1
            if rounds >= patience:
                break
    with torch.no_grad():
        for (name, mine), theirs in zip(model.state_dict().items(), champion.state_dict().values()):
            mine.copy_(theirs)
    return {"train_loss": train_losses, "val_loss": val_losses}
