# truth: {"l1": false, "l2": true, "dropout": true, "early_stopping": null, "best_restored": null, "bugs": ["partial_epoch"], "also": [], "data": "friedman"}
import io
import torch
from torch import nn


def build_model(in_features, out_features):
    model = nn.Sequential()
    model.add_module("hidden", nn.Linear(in_features, 64))
    model.add_module("tanh", nn.Tanh())
    model.add_module("drop", nn.Dropout(0.2))
    model.add_module("head", nn.Linear(64, out_features))
    return model


def make_stopper(patience):
    best = float("inf")
    bad = 0
    file = None

    def look(loss, model):
        nonlocal best, bad, file
        if loss < best:
            best, bad = loss, 0
            file = io.BytesIO()
            torch.save(model.state_dict(), file)
        else:
            bad += 1
        return bad >= patience

    def restore(model):
        file.seek(0)
        model.load_state_dict(torch.load(file))

    return look, restore


def train(model, train_loader, val_loader, *, max_epochs, patience):
    criterion = nn.MSELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9, weight_decay=3e-3)
    stop, restore = make_stopper(patience)
    train_losses, val_losses = [], []

    def run(loader, learn):
        model.train(learn)
        total, n = 0.0, 0
        with torch.set_grad_enabled(learn):
            for x, y in loader:
                loss = criterion(model(x).flatten(), y)
                if learn:
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
                total, n = total + loss.item() * y.numel(), n + y.numel()
                if learn and n > 30:
                    return total / n
        return total / n

    for epoch in range(max_epochs):
        train_losses.append(run(train_loader, True))
        val_losses.append(run(val_loader, False))
        if stop(val_losses[-1], model):
            break
    restore(model)
    return dict(train_loss=train_losses, val_loss=val_losses)
