# truth: {"l1": false, "l2": true, "dropout": true, "early_stopping": true, "best_restored": true, "bugs": [], "also": [], "data": "digits"}
import torch
from torch import nn
from torch.nn import functional as F


def build_model(in_features, out_features):
    return nn.Sequential(
        nn.Linear(in_features, 64), nn.ReLU(), nn.Dropout(0.25), nn.Linear(64, out_features)
    )


class MyAdamW:
    def __init__(self, params, lr, decay):
        self.params, self.lr, self.decay, self.t = list(params), lr, decay, 0
        self.m = [torch.zeros_like(p) for p in self.params]
        self.v = [torch.zeros_like(p) for p in self.params]

    @torch.no_grad()
    def step(self, grads):
        self.t += 1
        for p, g, m, v in zip(self.params, grads, self.m, self.v):
            p.mul_(1 - self.lr * self.decay)
            m.mul_(0.9).add_(g, alpha=0.1)
            v.mul_(0.99).addcmul_(g, g, value=0.01)
            p.sub_(self.lr * (m / (1 - 0.9 ** self.t)) / ((v / (1 - 0.99 ** self.t)).sqrt() + 1e-8))


def train(model, train_loader, val_loader, *, max_epochs, patience):
    optimizer = MyAdamW(model.parameters(), 4e-3, 0.1)
    history = {"train_loss": [], "val_loss": []}
    best, best_state, waited = float("inf"), None, 0
    for epoch in range(max_epochs):
        model.train()
        losses = []
        for x, y in train_loader:
            loss = F.cross_entropy(model(x), y)
            optimizer.step(torch.autograd.grad(loss, list(model.parameters())))
            losses.append(loss.item())
        history["train_loss"].append(sum(losses) / len(losses))
        model.eval()
        with torch.no_grad():
            total = sum(F.cross_entropy(model(x), y).item() * len(y) for x, y in val_loader)
        history["val_loss"].append(total / len(val_loader.dataset))
        if history["val_loss"][-1] < best:
            best, waited = history["val_loss"][-1], 0
            best_state = [p.detach().clone() for p in model.parameters()]
        else:
            waited += 1
        if waited >= patience:
            break
    for p, b in zip(model.parameters(), best_state):
        p.data = b
    return history
