# truth: {"l1": false, "l2": true, "dropout": true, "early_stopping": true, "best_restored": true, "bugs": [], "also": [], "data": "digits"}
import copy
import torch
import torch.nn as nn
import torch.nn.functional as F


class LogNet(nn.Module):
    def __init__(self, n, k):
        super(LogNet, self).__init__()
        self.fc1 = nn.Linear(n, 64)
        self.fc2 = nn.Linear(64, k)
        self.dropout = nn.Dropout(0.25)

    def forward(self, x):
        x = F.relu(self.fc1(x))
        x = self.dropout(x)
        return F.log_softmax(self.fc2(x), dim=1)


def build_model(in_features, out_features):
    return LogNet(in_features, out_features)


def test(model, loader):
    model.eval()
    test_loss = 0
    with torch.no_grad():
        for data, target in loader:
            output = model(data)
            test_loss += F.nll_loss(output, target, reduction="sum").item()
    return test_loss / len(loader.dataset)


def train(model, train_loader, val_loader, *, max_epochs, patience):
    optimizer = torch.optim.Adadelta(model.parameters(), lr=1.0, weight_decay=1e-3)
    train_hist, val_hist = [], []
    best_val, best_model, no_improve = float("inf"), None, 0
    for epoch in range(1, max_epochs + 1):
        model.train()
        epoch_loss = 0.0
        for data, target in train_loader:
            optimizer.zero_grad()
            output = model(data)
            loss = F.nll_loss(output, target)
            loss.backward()
            optimizer.step()
            epoch_loss += loss.item()
        train_hist.append(epoch_loss / len(train_loader))
        val = test(model, val_loader)
        val_hist.append(val)
        if val < best_val:
            best_val = val
            best_model = copy.deepcopy(model.state_dict())
            no_improve = 0
        else:
            no_improve += 1
        if no_improve >= patience:
            break
    model.load_state_dict(best_model)
    return {"train_loss": train_hist, "val_loss": val_hist}
