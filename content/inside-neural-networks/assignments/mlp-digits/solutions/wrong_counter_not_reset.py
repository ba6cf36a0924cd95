# truth: wrong
# loses: early_stopping
# because: Bad epochs are added up over the whole training; an improvement does not start the count again.
"""Patience that runs out over the whole of training instead of in one stretch."""

import io

import torch
from torch import nn


def layer(fan_in, fan_out, p):
    return [nn.Linear(fan_in, fan_out), nn.BatchNorm1d(fan_out), nn.SiLU(), nn.Dropout(p)]


def build_model(in_features, out_features):
    return nn.Sequential(
        *layer(in_features, 96, 0.2), *layer(96, 96, 0.2), nn.Linear(96, out_features)
    )


def parameter_groups(model, weight_decay):
    decayed = [p for p in model.parameters() if p.ndim >= 2]
    plain = [p for p in model.parameters() if p.ndim < 2]
    return [
        {"params": decayed, "weight_decay": weight_decay},
        {"params": plain, "weight_decay": 0.0},
    ]


def epochs(model, loader, optimizer, loss_of):
    """Trains one epoch each time it is asked for the next mean loss."""
    while True:
        model.train()
        losses = []
        for x, y in loader:
            optimizer.zero_grad()
            loss = loss_of(model(x), y)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), max_norm=2.0)
            optimizer.step()
            losses.append(loss.item())
        yield sum(losses) / len(losses)


@torch.no_grad()
def validation_loss(model, loader):
    model.eval()
    parts = [nn.functional.cross_entropy(model(x), y, reduction="none") for x, y in loader]
    return torch.cat(parts).mean().item()


def train(model, train_loader, val_loader, *, max_epochs, patience):
    optimizer = torch.optim.AdamW(parameter_groups(model, weight_decay=0.1), lr=2e-3)
    training = epochs(model, train_loader, optimizer, nn.CrossEntropyLoss(label_smoothing=0.05))
    history = {"train_loss": [], "val_loss": []}
    best, bad_epochs = float("inf"), 0
    saved = io.BytesIO()

    for _, train_loss in zip(range(max_epochs), training):
        val_loss = validation_loss(model, val_loader)
        history["train_loss"].append(train_loss)
        history["val_loss"].append(val_loss)
        if val_loss < best:
            best = val_loss
            saved = io.BytesIO()
            torch.save(model.state_dict(), saved)
        else:
            bad_epochs += 1
        if bad_epochs >= patience:
            break

    saved.seek(0)
    model.load_state_dict(torch.load(saved))
    return history
