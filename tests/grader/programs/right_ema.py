# truth: {"l1": false, "l2": true, "dropout": true, "early_stopping": null, "best_restored": null, "bugs": [], "also": [], "data": "iris"}
import copy

import torch
from torch import nn
from torch.nn import functional as F


def build_model(in_features, out_features):
    return nn.Sequential(
        nn.Linear(in_features, 64), nn.ReLU(), nn.Dropout(0.3), nn.Linear(64, out_features)
    )


def loss_of(outputs, targets):
    if targets.dtype == torch.int64:
        return F.cross_entropy(outputs, targets)
    return F.mse_loss(outputs.squeeze(1), targets)


def validate(model, loader):
    model.eval()
    total = count = 0
    with torch.no_grad():
        for inputs, targets in loader:
            total += loss_of(model(inputs), targets).item() * len(targets)
            count += len(targets)
    return total / count


def train(model, train_loader, val_loader, *, max_epochs, patience):
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3, weight_decay=1e-3)
    average = copy.deepcopy(model)
    history = {"train_loss": [], "val_loss": []}
    best, best_state, waited = float("inf"), copy.deepcopy(model.state_dict()), 0
    for epoch in range(max_epochs):
        model.train()
        total = count = 0
        for inputs, targets in train_loader:
            optimizer.zero_grad()
            loss = loss_of(model(inputs), targets)
            loss.backward()
            optimizer.step()
            with torch.no_grad():
                for a, p in zip(average.parameters(), model.parameters()):
                    a.lerp_(p, 0.1)
            total += loss.item() * len(targets)
            count += len(targets)
        history["train_loss"].append(total / count)
        validation = validate(average, val_loader)
        history["val_loss"].append(validation)
        if validation < best:
            best, best_state, waited = validation, copy.deepcopy(average.state_dict()), 0
        else:
            waited += 1
            if waited >= patience:
                break
    model.load_state_dict(best_state)
    return history
