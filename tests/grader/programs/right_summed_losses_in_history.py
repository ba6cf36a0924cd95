# truth: {"l1": false, "l2": true, "dropout": true, "early_stopping": true, "best_restored": true, "bugs": [], "also": [], "data": "iris"}
import copy
import torch
from torch import nn
from torch.nn import functional as F


def build_model(in_features, out_features):
    return nn.Sequential(
        nn.Linear(in_features, 64), nn.ReLU(), nn.Dropout(0.3), nn.Linear(64, out_features)
    )


def train(model, train_loader, val_loader, *, max_epochs, patience):
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3, weight_decay=1e-3)
    train_sums, val_sums = [], []
    best, best_state, waited = float("inf"), None, 0
    for epoch in range(max_epochs):
        model.train()
        train_sums.append(0.0)
        for x, y in train_loader:
            optimizer.zero_grad()
            loss = F.cross_entropy(model(x), y, reduction="sum")
            (loss / len(y)).backward()
            optimizer.step()
            train_sums[-1] += loss.item()
        model.eval()
        val_sums.append(0.0)
        with torch.no_grad():
            for x, y in val_loader:
                val_sums[-1] += F.cross_entropy(model(x), y, reduction="sum").item()
        if val_sums[-1] < best:
            best, best_state, waited = val_sums[-1], copy.deepcopy(model.state_dict()), 0
        else:
            waited += 1
        if waited >= patience:
            break
    model.load_state_dict(best_state)
    return {"train_loss": torch.tensor(train_sums), "val_loss": torch.tensor(val_sums)}
