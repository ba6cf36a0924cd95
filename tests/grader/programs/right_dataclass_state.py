# truth: {"l1": false, "l2": true, "dropout": true, "early_stopping": true, "best_restored": true, "bugs": [], "also": [], "data": "wine"}
from dataclasses import dataclass, field
import math

import torch
import torch.nn.functional as F
from torch import nn, optim


@dataclass
class Progress:
    best: float = math.inf
    since: int = 0
    weights: dict = field(default_factory=dict)
    log: dict = field(default_factory=lambda: {"train_loss": [], "val_loss": []})

    def update(self, loss, model):
        self.log["val_loss"].append(loss)
        if loss < self.best:
            self.best, self.since = loss, 0
            self.weights = {k: v.clone() for k, v in model.state_dict().items()}
        else:
            self.since += 1


def build_model(in_features: int, out_features: int) -> nn.Module:
    return nn.Sequential(
        nn.Linear(in_features, 80), nn.GELU(), nn.Dropout(p=0.4), nn.Linear(80, out_features)
    )


def train(model, train_loader, val_loader, *, max_epochs, patience):
    opt = optim.AdamW(model.parameters(), lr=6e-3, weight_decay=0.05)
    state = Progress()
    for epoch in range(max_epochs):
        model.train()
        seen = []
        for xb, yb in train_loader:
            loss = F.cross_entropy(model(xb), yb)
            opt.zero_grad(); loss.backward(); opt.step()
            seen.append(loss.detach())
        state.log["train_loss"].append(torch.stack(seen).mean().item())
        model.eval()
        with torch.no_grad():
            total = sum(F.cross_entropy(model(xb), yb, reduction="sum") for xb, yb in val_loader)
        state.update(total.item() / len(val_loader.dataset), model)
        if state.since == patience:
            break
    model.load_state_dict(state.weights)
    return state.log
