# truth: {"l1": false, "l2": true, "dropout": true, "early_stopping": true, "best_restored": true, "bugs": [], "also": [], "data": "wine"}
import torch
from torch import nn
from torch.func import functional_call, grad_and_value
from torch.nn import functional as F


def build_model(in_features, out_features):
    return nn.Sequential(
        nn.Linear(in_features, 48), nn.ReLU(), nn.Dropout(0.2), nn.Linear(48, out_features)
    )


def train(model, train_loader, val_loader, *, max_epochs, patience):
    params = {name: p.detach().clone() for name, p in model.named_parameters()}

    def objective(params, x, y):
        return F.cross_entropy(functional_call(model, params, (x,)), y)

    def average(params, loader):
        model.eval()
        with torch.no_grad():
            return sum(objective(params, x, y).item() * len(y) for x, y in loader) / len(loader.dataset)

    gradients = grad_and_value(objective)
    history = {"train_loss": [], "val_loss": []}
    best, best_params, waited = float("inf"), params, 0
    for epoch in range(max_epochs):
        model.train()
        losses = []
        for x, y in train_loader:
            grads, loss = gradients(params, x, y)
            params = {n: p - 0.1 * (grads[n] + 2e-3 * p) for n, p in params.items()}
            losses.append(loss.item())
        history["train_loss"].append(sum(losses) / len(losses))
        history["val_loss"].append(average(params, val_loader))
        if history["val_loss"][-1] < best:
            best, best_params, waited = history["val_loss"][-1], params, 0
        else:
            waited += 1
            if waited >= patience:
                break
    model.load_state_dict(best_params)
    return history
