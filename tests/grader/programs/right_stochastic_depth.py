# truth: {"l1": false, "l2": true, "dropout": null, "early_stopping": true, "best_restored": true, "bugs": [], "also": [], "data": "iris"}
import copy
import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    def __init__(self, width, keep):
        super().__init__()
        self.layer, self.keep = nn.Linear(width, width), keep

    def forward(self, x):
        if not self.training:
            return x + self.keep * F.relu(self.layer(x))
        alive = torch.bernoulli(torch.full((len(x), 1), self.keep))
        return x + alive * F.relu(self.layer(x))


def build_model(in_features, out_features):
    return nn.Sequential(nn.Linear(in_features, 48), Block(48, 0.8), Block(48, 0.6), nn.Linear(48, out_features))


def train(model, train_loader, val_loader, *, max_epochs, patience):
    optimizer = torch.optim.Adam(model.parameters(), lr=4e-3, weight_decay=1e-3)
    history = {"train_loss": [], "val_loss": []}
    best, best_state, waited = float("inf"), None, 0
    for epoch in range(max_epochs):
        model.train()
        losses = []
        for x, y in train_loader:
            optimizer.zero_grad()
            loss = F.cross_entropy(model(x), y)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        history["train_loss"].append(sum(losses) / len(losses))
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
