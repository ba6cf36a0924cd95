# truth: {"l1": false, "l2": true, "dropout": true, "early_stopping": true, "best_restored": true, "bugs": [], "also": [], "data": "breast_cancer"}
import copy
import torch
from torch import nn
from torch.nn import functional as F


def build_model(in_features, out_features):
    return nn.Sequential(
        nn.Linear(in_features, 128), nn.ReLU(), nn.Dropout(0.05), nn.Linear(128, out_features)
    )


def epoch_of(model, loader, optimizer=None):
    losses, sizes = [], []
    for batch in loader:
        inputs, labels = batch
        loss = F.cross_entropy(model(inputs), labels)
        if optimizer:
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        losses.append(loss.item())
        sizes.append(len(labels))
    return sum(a * b for a, b in zip(losses, sizes)) / sum(sizes)


def train(model, train_loader, val_loader, *, max_epochs, patience):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.005, weight_decay=1e-2)
    tl, vl = [], []
    kept = {}
    for epoch in range(1, max_epochs + 1):
        model.train()
        tl.append(epoch_of(model, train_loader, optimizer))
        model.eval()
        with torch.no_grad():
            vl.append(epoch_of(model, val_loader))
        kept[epoch] = copy.deepcopy(model.state_dict())
        best = min(kept, key=lambda e: vl[e - 1])
        kept = {e: s for e, s in kept.items() if e >= best}
        if epoch - best >= patience:
            break
    model.load_state_dict(kept[best])
    return {"train_loss": tl, "val_loss": vl}
