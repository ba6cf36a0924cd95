# truth: {"l1": false, "l2": true, "dropout": true, "early_stopping": true, "best_restored": true, "bugs": [], "also": [], "data": "friedman"}
import copy
import torch
from torch import nn
from torch.nn import functional as F

ACCUMULATE = 4


def build_model(in_features, out_features):
    return nn.Sequential(
        nn.Linear(in_features, 64), nn.ReLU(), nn.Dropout(0.2), nn.Linear(64, out_features)
    )


def train(model, train_loader, val_loader, *, max_epochs, patience):
    optimizer = torch.optim.AdamW(model.parameters(), lr=8e-3, weight_decay=5e-2)
    history = {"train_loss": [], "val_loss": []}
    best, best_state, waited = float("inf"), None, 0
    for epoch in range(max_epochs):
        model.train()
        optimizer.zero_grad()
        losses = []
        for index, (x, y) in enumerate(train_loader):
            loss = F.mse_loss(model(x).squeeze(1), y)
            (loss / ACCUMULATE).backward()
            if (index + 1) % ACCUMULATE == 0 or index + 1 == len(train_loader):
                optimizer.step()
                optimizer.zero_grad()
            losses.append(loss.item())
        history["train_loss"].append(sum(losses) / len(losses))
        model.eval()
        with torch.no_grad():
            total = sum(F.mse_loss(model(x).squeeze(1), y).item() * len(y) for x, y in val_loader)
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
