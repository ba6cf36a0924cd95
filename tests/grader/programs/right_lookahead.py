# truth: {"l1": false, "l2": true, "dropout": true, "early_stopping": true, "best_restored": true, "bugs": [], "also": [], "data": "friedman"}
import copy
import torch
from torch import nn
from torch.nn import functional as F


def build_model(in_features, out_features):
    return nn.Sequential(
        nn.Linear(in_features, 64), nn.ReLU(), nn.Dropout(0.3), nn.Linear(64, out_features)
    )


class Lookahead:
    def __init__(self, optimizer, k=5, alpha=0.5):
        self.inner, self.k, self.alpha, self.count = optimizer, k, alpha, 0
        self.params = [p for g in optimizer.param_groups for p in g["params"]]
        self.slow = [p.detach().clone() for p in self.params]

    def zero_grad(self):
        self.inner.zero_grad()

    def step(self):
        self.inner.step()
        self.count += 1
        if self.count % self.k == 0:
            with torch.no_grad():
                for p, s in zip(self.params, self.slow):
                    s.lerp_(p, self.alpha)
                    p.copy_(s)


def train(model, train_loader, val_loader, *, max_epochs, patience):
    opt = Lookahead(torch.optim.Adam(model.parameters(), lr=6e-3, weight_decay=2e-3))
    out = {"train_loss": [], "val_loss": []}
    best_loss, best_state, stale = None, None, 0
    for _ in range(max_epochs):
        model.train()
        acc = []
        for x, y in train_loader:
            opt.zero_grad()
            loss = F.mse_loss(model(x)[:, 0], y)
            loss.backward()
            opt.step()
            acc.append(loss.item())
        out["train_loss"].append(sum(acc) / len(acc))
        model.eval()
        with torch.no_grad():
            errors = torch.cat([model(x)[:, 0] - y for x, y in val_loader])
        loss = errors.square().mean().item()
        out["val_loss"].append(loss)
        if best_loss is None or loss < best_loss:
            best_loss, best_state, stale = loss, copy.deepcopy(model.state_dict()), 0
        else:
            stale += 1
            if stale >= patience:
                break
    model.load_state_dict(best_state)
    return out
