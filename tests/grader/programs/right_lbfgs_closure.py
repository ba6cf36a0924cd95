# truth: {"l1": false, "l2": true, "dropout": false, "early_stopping": true, "best_restored": true, "bugs": [], "also": [], "data": "wine"}
import copy
import torch
from torch import nn
from torch.nn import functional as F


def build_model(in_features, out_features):
    return nn.Sequential(nn.Linear(in_features, 16), nn.Tanh(), nn.Linear(16, out_features))


def objective(model, x, y):
    penalty = sum((w ** 2).sum() for n, w in model.named_parameters() if n.endswith("weight"))
    return F.cross_entropy(model(x), y) + 2e-3 * penalty


def train(model, train_loader, val_loader, *, max_epochs, patience):
    opt = torch.optim.LBFGS(model.parameters(), lr=0.3, max_iter=3)
    hist = {"train_loss": [], "val_loss": []}
    best = (float("inf"), None)
    wait = 0
    for _ in range(max_epochs):
        model.train()
        running = 0.0
        for x, y in train_loader:
            def closure():
                opt.zero_grad()
                loss = objective(model, x, y)
                loss.backward()
                return loss
            running += float(opt.step(closure))
        hist["train_loss"].append(running / len(train_loader))
        model.eval()
        with torch.no_grad():
            v = [(F.cross_entropy(model(x), y).item(), len(y)) for x, y in val_loader]
        val = sum(a * b for a, b in v) / sum(b for _, b in v)
        hist["val_loss"].append(val)
        if val < best[0]:
            best, wait = (val, copy.deepcopy(model.state_dict())), 0
        else:
            wait += 1
            if wait >= patience:
                break
    model.load_state_dict(best[1])
    return hist
