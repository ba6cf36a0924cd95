# truth: {"l1": null, "l2": null, "dropout": null, "early_stopping": null, "best_restored": null, "bugs": ["unregistered_params"], "also": ["returns_last_weights", "wrong_epoch_restored", "params_not_optimised"], "data": "wine"}
import copy
import torch
from torch import nn
from torch.nn import functional as F


class Tied(nn.Module):
    """One matrix used twice: to encode, and transposed in a skip connection."""

    def __init__(self, n, k, width=32):
        super().__init__()
        self.weight = torch.empty(width, n, requires_grad=True)
        nn.init.kaiming_uniform_(self.weight, a=5 ** 0.5)
        self.bias = nn.Parameter(torch.zeros(width))
        self.head = nn.Linear(width + n, k)
        self.drop = nn.Dropout(0.2)

    def forward(self, x):
        code = torch.relu(F.linear(x, self.weight, self.bias))
        again = F.linear(code, self.weight.t())
        return self.head(self.drop(torch.cat([code, again], 1)))


def build_model(in_features, out_features):
    return Tied(in_features, out_features)


def train(model, train_loader, val_loader, *, max_epochs, patience):
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3, weight_decay=1e-3)
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
