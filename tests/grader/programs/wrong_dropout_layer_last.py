# truth: {"l1": false, "l2": true, "dropout": true, "early_stopping": true, "best_restored": true, "bugs": ["dropout_on_output"], "also": [], "data": "iris"}
import torch
from torch import nn
from torch.nn import functional as F


class Classifier(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(inputs, 50), nn.ReLU(), nn.Linear(50, outputs), nn.Dropout(0.4))

    def forward(self, x):
        return self.net(x)


def build_model(in_features, out_features):
    return Classifier(in_features, out_features)


def train(model, train_loader, val_loader, *, max_epochs, patience):
    opt = torch.optim.SGD(model.parameters(), lr=0.1, weight_decay=5e-3)
    tr, va, lowest, since = [], [], None, 0
    for epoch in range(max_epochs):
        model.train()
        tot = 0.0
        for x, y in train_loader:
            opt.zero_grad()
            loss = F.cross_entropy(model(x), y)
            loss.backward()
            opt.step()
            tot += float(loss)
        tr.append(tot / len(train_loader))
        model.eval()
        tot = 0.0
        with torch.no_grad():
            for x, y in val_loader:
                tot += F.cross_entropy(model(x), y, reduction="sum").item()
        va.append(tot / len(val_loader.dataset))
        if lowest is None or va[-1] < lowest:
            lowest, since = va[-1], 0
            torch.save(model.net.state_dict(), "checkpoint.pth")
        else:
            since += 1
        if since >= patience:
            break
    model.net.load_state_dict(torch.load("checkpoint.pth", weights_only=True))
    return {"train_loss": tr, "val_loss": va}
