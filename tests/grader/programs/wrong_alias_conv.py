# truth: {"l1": false, "l2": true, "dropout": true, "early_stopping": true, "best_restored": false, "bugs": ["best_alias"], "also": [], "data": "wine"}
import copy
import torch
from torch import nn
from torch.nn import functional as F


class ConvNet(nn.Module):
    def __init__(self, n, k):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv1d(1, 6, kernel_size=3, padding=1), nn.ReLU(), nn.AdaptiveMaxPool1d(8)
        )
        self.classifier = nn.Sequential(nn.Flatten(), nn.Dropout(0.25), nn.Linear(48, k))

    def forward(self, x):
        return self.classifier(self.features(x.view(x.size(0), 1, -1)))


def build_model(in_features, out_features):
    return ConvNet(in_features, out_features)


def train(model, train_loader, val_loader, *, max_epochs, patience):
    optimizer = torch.optim.Adam(model.parameters(), lr=6e-3, weight_decay=1e-3)
    history = {"train_loss": [], "val_loss": []}
    best, best_state, waited = float("inf"), None, 0
    for epoch in range(max_epochs):
        model.train()
        total = count = 0
        for x, y in train_loader:
            optimizer.zero_grad()
            loss = F.cross_entropy(model(x), y)
            loss.backward()
            optimizer.step()
            total, count = total + loss.item() * len(y), count + len(y)
        history["train_loss"].append(total / count)
        model.eval()
        total = count = 0
        with torch.no_grad():
            for x, y in val_loader:
                total += F.cross_entropy(model(x), y).item() * len(y)
                count += len(y)
        history["val_loss"].append(total / count)
        if total / count < best:
            best, best_state, waited = total / count, model.state_dict(), 0
        else:
            waited += 1
        if waited >= patience:
            break
    model.load_state_dict(best_state)
    return history
