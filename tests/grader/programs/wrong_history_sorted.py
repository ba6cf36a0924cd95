# truth: {"l1": false, "l2": true, "dropout": true, "early_stopping": true, "best_restored": true, "bugs": ["history_mismatch"], "also": [], "data": "breast_cancer"}
import copy
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, n, k):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(n, 64), nn.ReLU(), nn.Dropout(0.3))
        self.head = nn.Linear(64, k)

    def forward(self, x):
        return self.head(self.body(x))


def build_model(in_features, out_features):
    return Net(in_features, out_features)


def train(model, train_loader, val_loader, *, max_epochs, patience):
    slow = torch.optim.SGD(model.body.parameters(), lr=0.05, momentum=0.8, weight_decay=4e-3)
    fast = torch.optim.Adam(model.head.parameters(), lr=5e-3)
    loss_fn = nn.CrossEntropyLoss()
    tl, vl = [], []
    best, best_sd, k = 1e9, None, 0
    for ep in range(max_epochs):
        model.train()
        s = c = 0
        for X, Y in train_loader:
            slow.zero_grad(); fast.zero_grad()
            L = loss_fn(model(X), Y)
            L.backward()
            slow.step(); fast.step()
            s += L.item() * len(X); c += len(X)
        tl.append(s / c)
        model.eval()
        s = c = 0
        with torch.no_grad():
            for X, Y in val_loader:
                s += loss_fn(model(X), Y).item() * len(X); c += len(X)
        vl.append(s / c)
        if vl[-1] < best:
            best, best_sd, k = vl[-1], copy.deepcopy(model.state_dict()), 0
        else:
            k += 1
        if k >= patience:
            break
    model.load_state_dict(best_sd)
    return {"train_loss": tl, "val_loss": sorted(vl, reverse=True)}
