# truth: {"l1": false, "l2": true, "dropout": true, "early_stopping": true, "best_restored": true, "bugs": [], "also": [], "data": "friedman"}
import copy
import torch
from torch import nn
from torch.nn import functional as F


class Attentive(nn.Module):
    """Gates its inputs by attention before an MLP sees them."""

    def __init__(self, n, k):
        super().__init__()
        self.score = nn.Linear(n, n)
        self.mlp = nn.Sequential(nn.Linear(n, 48), nn.ReLU(), nn.Dropout(0.2), nn.Linear(48, k))

    def forward(self, x):
        weights = torch.sigmoid(self.score(x))
        return self.mlp(x * weights)


def build_model(in_features, out_features):
    return Attentive(in_features, out_features)


def train(model, train_loader, val_loader, *, max_epochs, patience):
    optimizer = torch.optim.AdamW(model.parameters(), lr=4e-3, weight_decay=3e-2)
    train_loss, val_loss = [], []
    best, kept, waited = float("inf"), None, 0
    for epoch in range(max_epochs):
        model.train()
        losses = []
        for x, y in train_loader:
            loss = F.smooth_l1_loss(model(x).squeeze(-1), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        train_loss.append(sum(losses) / len(losses))
        model.eval()
        with torch.no_grad():
            losses = [F.smooth_l1_loss(model(x).squeeze(-1), y).item() for x, y in val_loader]
        val_loss.append(sum(losses) / len(losses))
        if val_loss[-1] < best:
            best, kept, waited = val_loss[-1], copy.deepcopy(model.state_dict()), 0
        else:
            waited += 1
            if waited >= patience:
                break
    model.load_state_dict(kept)
    return {"train_loss": train_loss, "val_loss": val_loss}
