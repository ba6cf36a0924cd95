# truth: {"l1": false, "l2": true, "dropout": false, "early_stopping": true, "best_restored": true, "bugs": [], "also": [], "data": "wine"}
import torch
from torch import nn
from torch.nn import functional as F


class TwoLayers(nn.Module):
    def __init__(self, n, k, h=48):
        super().__init__()
        self.a, self.b = nn.Linear(n, h), nn.Linear(h, k)

    def forward(self, x):
        return self.b(torch.tanh(self.a(x)))

    @torch.no_grad()
    def step(self, x, y, lr, decay):
        """One step of gradient descent without autograd; returns the loss."""
        hidden = torch.tanh(self.a(x))
        logits = self.b(hidden)
        error = (logits.softmax(1) - F.one_hot(y, logits.shape[1])) / len(x)
        back = (error @ self.b.weight) * (1 - hidden ** 2)
        for layer, delta, below in ((self.b, error, hidden), (self.a, back, x)):
            layer.weight -= lr * (delta.T @ below + decay * layer.weight)
            layer.bias -= lr * delta.sum(0)
        return F.cross_entropy(logits, y).item()


def build_model(in_features, out_features):
    return TwoLayers(in_features, out_features)


def train(model, train_loader, val_loader, *, max_epochs, patience):
    log = {"train_loss": [], "val_loss": []}
    best, since, kept = float("inf"), 0, None
    for epoch in range(max_epochs):
        losses = [model.step(x, y, 0.2, 1e-3) for x, y in train_loader]
        log["train_loss"].append(sum(losses) / len(losses))
        with torch.no_grad():
            total = sum(F.cross_entropy(model(x), y, reduction="sum").item() for x, y in val_loader)
        log["val_loss"].append(total / len(val_loader.dataset))
        if log["val_loss"][-1] < best:
            best, since, kept = log["val_loss"][-1], 0, [p.clone() for p in model.parameters()]
        else:
            since += 1
        if since >= patience:
            break
    with torch.no_grad():
        for p, k in zip(model.parameters(), kept):
            p.copy_(k)
    return log
