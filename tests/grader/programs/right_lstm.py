# truth: {"l1": false, "l2": true, "dropout": true, "early_stopping": true, "best_restored": true, "bugs": [], "also": [], "data": "iris"}
import copy
import torch
from torch import nn
from torch.nn import functional as F


class Sequence(nn.Module):
    def __init__(self, n, k, chunk=6, hidden=20):
        super().__init__()
        self.chunk = chunk
        self.pad = (chunk - n % chunk) % chunk
        self.lstm = nn.LSTM(chunk, hidden, batch_first=True)
        self.drop = nn.Dropout(0.2)
        self.head = nn.Linear(hidden, k)

    def forward(self, x):
        x = F.pad(x, (0, self.pad))
        x = x.reshape(x.shape[0], -1, self.chunk)
        _, (h, _) = self.lstm(x)
        return self.head(self.drop(h[-1]))


def build_model(in_features, out_features):
    return Sequence(in_features, out_features)


def train(model, train_loader, val_loader, *, max_epochs, patience):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2, weight_decay=5e-4)
    history = {"train_loss": [], "val_loss": []}
    best, best_state, waited = float("inf"), copy.deepcopy(model.state_dict()), 0
    for epoch in range(max_epochs):
        model.train()
        total = 0.0
        for x, y in train_loader:
            optimizer.zero_grad()
            loss = F.cross_entropy(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item()
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
