# truth: {"l1": false, "l2": true, "dropout": true, "early_stopping": true, "best_restored": true, "bugs": [], "also": [], "data": "iris"}
import copy
import torch
from torch import nn
from torch.nn import functional as F


class Ensemble(nn.Module):
    """Averages the logits of three small nets that learn together."""

    def __init__(self, n, k):
        super().__init__()
        self.members = nn.ModuleList(
            nn.Sequential(nn.Linear(n, 24), nn.ReLU(), nn.Dropout(0.2), nn.Linear(24, k)) for _ in range(3)
        )

    def forward(self, x):
        return torch.stack([member(x) for member in self.members]).mean(0)


def build_model(in_features, out_features):
    return Ensemble(in_features, out_features)


def train(model, train_loader, val_loader, *, max_epochs, patience):
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3, weight_decay=1e-3)
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
