# truth: {"l1": null, "l2": null, "dropout": null, "early_stopping": null, "best_restored": null, "bugs": ["lr_too_low"], "also": ["vanishing_gradients"], "data": "digits"}
import copy
import torch
from torch import nn
from torch.nn import functional as F


def build_model(in_features, out_features):
    widths = [in_features, 40, 40, 40, 40, 40]
    layers = []
    for a, b in zip(widths, widths[1:]):
        linear = nn.Linear(a, b)
        nn.init.xavier_normal_(linear.weight, gain=nn.init.calculate_gain("tanh"))
        nn.init.zeros_(linear.bias)
        layers += [linear, nn.Tanh()]
    return nn.Sequential(*layers, nn.Dropout(0.1), nn.Linear(40, out_features))


def train(model, train_loader, val_loader, *, max_epochs, patience):
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-8)
    warm = torch.optim.lr_scheduler.LinearLR(optimizer, 0.2, total_iters=3)
    history = {"train_loss": [], "val_loss": []}
    best, best_state, waited = float("inf"), None, 0
    for epoch in range(max_epochs):
        model.train()
        total = 0.0
        for x, y in train_loader:
            optimizer.zero_grad()
            loss = F.cross_entropy(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item()
        warm.step()
        history["train_loss"].append(total / len(train_loader))
        model.eval()
        with torch.no_grad():
            total = sum(F.cross_entropy(model(x), y, reduction="sum").item() for x, y in val_loader)
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
