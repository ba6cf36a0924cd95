# truth: {"l1": false, "l2": true, "dropout": true, "early_stopping": true, "best_restored": true, "bugs": [], "also": [], "data": "iris"}
import copy
import math
import torch
from torch import nn
from torch.nn import functional as F


class Picture(nn.Module):
    """Lays the columns out as a square, whatever their number."""

    def __init__(self, n, k):
        super().__init__()
        self.side = math.ceil(math.sqrt(n))
        self.conv1 = nn.Conv2d(1, 6, 3, padding=1)
        self.conv2 = nn.Conv2d(6, 8, 3, stride=2, padding=1)
        side = (self.side + 1) // 2
        self.fc = nn.Linear(8 * side * side, k)

    def forward(self, x):
        x = F.pad(x, (0, self.side ** 2 - x.shape[1])).reshape(-1, 1, self.side, self.side)
        x = F.relu(self.conv2(F.relu(self.conv1(x))))
        x = F.dropout(x, 0.3, self.training)
        return self.fc(torch.flatten(x, 1))


def build_model(in_features, out_features):
    return Picture(in_features, out_features)


def evaluate(model, loader):
    model.eval()
    correct = loss = 0
    with torch.no_grad():
        for x, y in loader:
            out = model(x)
            loss += F.cross_entropy(out, y, reduction="sum").item()
            correct += (out.argmax(1) == y).sum().item()
    return loss / len(loader.dataset), correct / len(loader.dataset)


def train(model, train_loader, val_loader, *, max_epochs, patience):
    optimizer = torch.optim.AdamW(model.parameters(), lr=5e-3, weight_decay=1e-2)
    history = {"train_loss": [], "val_loss": [], "val_acc": []}
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
        loss, accuracy = evaluate(model, val_loader)
        history["val_loss"].append(loss)
        history["val_acc"].append(accuracy)
        if loss < best:
            best, best_state, waited = loss, copy.deepcopy(model.state_dict()), 0
        else:
            waited += 1
            if waited >= patience:
                break
    model.load_state_dict(best_state)
    return history
