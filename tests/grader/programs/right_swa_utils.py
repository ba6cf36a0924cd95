# truth: {"l1": false, "l2": true, "dropout": true, "early_stopping": null, "best_restored": null, "bugs": [], "also": [], "data": "iris"}
import copy
import torch
from torch import nn
from torch.nn import functional as F
from torch.optim.swa_utils import AveragedModel


def build_model(in_features, out_features):
    return nn.Sequential(
        nn.Linear(in_features, 64), nn.ReLU(), nn.Dropout(0.3), nn.Linear(64, out_features)
    )


def evaluate(net, loader):
    net.eval()
    with torch.no_grad():
        losses = [F.cross_entropy(net(x), y, reduction="sum").item() for x, y in loader]
    return sum(losses) / len(loader.dataset)


def train(model, train_loader, val_loader, *, max_epochs, patience):
    optimizer = torch.optim.Adam(model.parameters(), lr=4e-3, weight_decay=2e-3)
    averaged = AveragedModel(model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.9))
    history = {"train_loss": [], "val_loss": []}
    best, kept, waited = float("inf"), None, 0
    for epoch in range(max_epochs):
        model.train()
        total = 0.0
        for x, y in train_loader:
            loss = F.cross_entropy(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            averaged.update_parameters(model)
            total += loss.item()
        history["train_loss"].append(total / len(train_loader))
        history["val_loss"].append(evaluate(averaged, val_loader))
        if history["val_loss"][-1] < best:
            best, waited = history["val_loss"][-1], 0
            kept = copy.deepcopy(averaged.module.state_dict())
        else:
            waited += 1
            if waited >= patience:
                break
    model.load_state_dict(kept)
    return history
