# truth: {"l1": null, "l2": null, "dropout": null, "early_stopping": null, "best_restored": null, "bugs": ["vanishing_gradients"], "also": ["no_early_stopping", "returns_last_weights", "lr_too_low"], "data": "friedman"}
import copy
import torch
from torch import nn
from torch.nn import functional as F


class Jitter(nn.Module):
    def __init__(self, std):
        super().__init__()
        self.std = std

    def forward(self, x):
        return x + self.std * torch.randn_like(x) if self.training else x


def build_model(in_features, out_features):
    return nn.Sequential(
        nn.Linear(in_features, 32), nn.Sigmoid(), *[m for _ in range(9) for m in (nn.Linear(32, 32), nn.Sigmoid())],
        nn.Linear(32, out_features)
    )


def train(model, train_loader, val_loader, *, max_epochs, patience):
    optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
    train_loss, val_loss = [], []
    best, best_state, waited = float("inf"), None, 0
    for epoch in range(max_epochs):
        model.train()
        losses = []
        for x, y in train_loader:
            loss = F.mse_loss(model(x).squeeze(1), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        train_loss.append(sum(losses) / len(losses))
        model.eval()
        with torch.no_grad():
            sums = [F.mse_loss(model(x).squeeze(1), y, reduction="sum").item() for x, y in val_loader]
        val_loss.append(sum(sums) / len(val_loader.dataset))
        if val_loss[-1] < best:
            best, best_state, waited = val_loss[-1], copy.deepcopy(model.state_dict()), 0
        else:
            waited += 1
        if waited >= patience:
            break
    model.load_state_dict(best_state)
    return {"train_loss": train_loss, "val_loss": val_loss}
