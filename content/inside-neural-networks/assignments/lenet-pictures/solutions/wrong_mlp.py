# truth: wrong
# loses: convolution
# because: It flattens at once: no convolution.
"""Two convolutions, each with a pooling, and two linear layers."""

import torch
from torch import nn


def build_model(*, channels, height, width, classes):
    return nn.Sequential(
        nn.Flatten(), nn.Linear(channels * height * width, 100), nn.ReLU(), nn.Linear(100, classes)
    )


def train(model, train_loader, val_loader, *, max_epochs, patience):
    optimizer = torch.optim.Adam(model.parameters(), lr=4e-3)
    history = {"train_loss": [], "val_loss": []}
    best, kept, waited = float("inf"), None, 0
    for _ in range(max_epochs):
        model.train()
        losses = []
        for pictures, digits in train_loader:
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(pictures), digits)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        history["train_loss"].append(sum(losses) / len(losses))
        model.eval()
        with torch.no_grad():
            pairs = [(model(pictures), digits) for pictures, digits in val_loader]
            logits, digits = (torch.cat(parts) for parts in zip(*pairs))
            loss = nn.functional.cross_entropy(logits, digits).item()
        history["val_loss"].append(loss)
        if loss < best:
            best, waited = loss, 0
            kept = {name: tensor.clone() for name, tensor in model.state_dict().items()}
        else:
            waited += 1
            if waited >= patience:
                break
    model.load_state_dict(kept)
    return history
