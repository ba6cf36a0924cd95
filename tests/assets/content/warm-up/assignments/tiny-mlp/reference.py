"""A small network with dropout, stopped when the validation loss no longer falls."""

import copy

import torch
from torch.nn import functional


def build_model(in_features: int, out_features: int) -> torch.nn.Module:
    """One hidden layer."""
    return torch.nn.Sequential(
        torch.nn.Linear(in_features, 64),
        torch.nn.ReLU(),
        torch.nn.Dropout(0.2),
        torch.nn.Linear(64, out_features),
    )


def train(model, train_loader, val_loader, *, max_epochs: int, patience: int) -> dict:
    """Trains with Adam; ends on the best weights seen."""
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    history = {"train_loss": [], "val_loss": []}
    best, best_loss, waited = copy.deepcopy(model.state_dict()), float("inf"), 0
    for _ in range(max_epochs):
        model.train()
        losses = []
        for inputs, targets in train_loader:
            optimizer.zero_grad()
            loss = functional.cross_entropy(model(inputs), targets)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        model.eval()
        with torch.no_grad():
            validation = [
                functional.cross_entropy(model(inputs), targets).item()
                for inputs, targets in val_loader
            ]
        history["train_loss"].append(sum(losses) / len(losses))
        history["val_loss"].append(sum(validation) / len(validation))
        if history["val_loss"][-1] < best_loss:
            best, best_loss, waited = copy.deepcopy(model.state_dict()), history["val_loss"][-1], 0
        else:
            waited += 1
            if waited >= patience:
                break
    model.load_state_dict(best)
    return history
