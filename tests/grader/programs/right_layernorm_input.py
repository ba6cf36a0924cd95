# truth: {"l1": false, "l2": true, "dropout": true, "early_stopping": true, "best_restored": true, "bugs": [], "also": [], "data": "breast_cancer"}
import copy
import torch
from torch import nn
import torch.nn.functional as F


class Net(nn.Module):
    def __init__(self, n, k):
        super().__init__()
        self.norm = nn.LayerNorm(n)
        self.l1, self.l2 = nn.Linear(n, 72), nn.Linear(72, k)

    def forward(self, x):
        h = F.elu(self.l1(self.norm(x)))
        h = F.dropout(h, p=0.3, training=self.training)
        return self.l2(h)


def build_model(in_features, out_features):
    return Net(in_features, out_features)


def train(model, train_loader, val_loader, *, max_epochs, patience):
    opt = torch.optim.NAdam(model.parameters(), lr=4e-3, weight_decay=2e-3)
    losses = {"train_loss": [], "val_loss": []}
    best, counter = float("inf"), 0
    checkpoint = copy.deepcopy(model.state_dict())
    for epoch in range(max_epochs):
        for phase, loader in (("train_loss", train_loader), ("val_loss", val_loader)):
            learning = phase == "train_loss"
            model.train() if learning else model.eval()
            running, seen = 0.0, 0
            for x, y in loader:
                with torch.set_grad_enabled(learning):
                    loss = F.cross_entropy(model(x), y)
                if learning:
                    opt.zero_grad()
                    loss.backward()
                    opt.step()
                running += loss.item() * len(x)
                seen += len(x)
            losses[phase].append(running / seen)
        if losses["val_loss"][-1] < best:
            best, counter = losses["val_loss"][-1], 0
            checkpoint = copy.deepcopy(model.state_dict())
        else:
            counter += 1
            if counter >= patience:
                print("stopping at", epoch)
                break
    model.load_state_dict(checkpoint)
    return losses
