# truth: {"l1": false, "l2": null, "dropout": true, "early_stopping": true, "best_restored": true, "bugs": [], "also": [], "data": "iris"}
import copy
import torch
from torch import nn
from torch.nn import functional as F


def build_model(in_features, out_features):
    return nn.Sequential(
        nn.Linear(in_features, 64), nn.ReLU(), nn.Dropout(0.3), nn.Linear(64, out_features)
    )


def penalty(model):
    return sum(torch.linalg.norm(layer.weight) for layer in model if isinstance(layer, nn.Linear))


def train(model, train_loader, val_loader, *, max_epochs, patience):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    history = {"train_loss": [], "val_loss": []}
    best, best_state, waited = float("inf"), None, 0
    for epoch in range(max_epochs):
        model.train()
        total = count = 0
        for x, y in train_loader:
            optimizer.zero_grad()
            data_loss = F.cross_entropy(model(x), y)
            (data_loss + 0.003 * penalty(model)).backward()
            optimizer.step()
            total += data_loss.item() * len(y)
            count += len(y)
        history["train_loss"].append(total / count)
        model.eval()
        with torch.no_grad():
            total = sum(F.cross_entropy(model(x), y).item() * len(y) for x, y in val_loader)
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
