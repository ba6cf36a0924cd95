# truth: {"l1": false, "l2": true, "dropout": true, "early_stopping": null, "best_restored": null, "bugs": ["early_stopping_wrong"], "also": ["patience_ignored", "no_early_stopping"], "data": "breast_cancer"}
import copy
import torch
from torch import nn
import torch.nn.functional as F


class FocalLoss(nn.Module):
    def __init__(self, gamma=1.5):
        super().__init__()
        self.gamma = gamma

    def forward(self, logits, targets):
        log_p = F.log_softmax(logits, dim=-1)
        ce = F.nll_loss(log_p, targets, reduction="none")
        pt = torch.exp(-ce)
        return ((1 - pt) ** self.gamma * ce).mean()


def build_model(in_features, out_features):
    return nn.Sequential(
        nn.Linear(in_features, 64), nn.ReLU(), nn.Dropout(0.3), nn.Linear(64, out_features)
    )


def train(model, train_loader, val_loader, *, max_epochs, patience):
    criterion = FocalLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=4e-3, weight_decay=1e-3)
    history = {"train_loss": [], "val_loss": []}
    best, best_state, waited = float("inf"), None, 0
    for epoch in range(max_epochs):
        model.train()
        total = count = 0
        for x, y in train_loader:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            optimizer.step()
            total += loss.item() * len(y)
            count += len(y)
        history["train_loss"].append(total / count)
        model.eval()
        total = count = 0
        with torch.no_grad():
            for x, y in val_loader:
                total += criterion(model(x), y).item() * len(y)
                count += len(y)
        history["val_loss"].append(total / count)
        if total / count < best:
            best, best_state, waited = total / count, copy.deepcopy(model.state_dict()), 0
        else:
            waited += 1
        if total / count < 0.6 * history["val_loss"][0] or waited >= 15:
            break
    model.load_state_dict(best_state)
    return history
