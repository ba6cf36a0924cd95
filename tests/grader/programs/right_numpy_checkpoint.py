# truth: {"l1": false, "l2": true, "dropout": true, "early_stopping": true, "best_restored": true, "bugs": [], "also": [], "data": "friedman"}
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils import parameters_to_vector, vector_to_parameters


def build_model(in_features, out_features):
    return nn.Sequential(
        nn.Linear(in_features, 56), nn.Hardswish(), nn.Dropout(0.15), nn.Linear(56, out_features)
    )


def train(model, train_loader, val_loader, *, max_epochs, patience):
    optimizer = torch.optim.Adamax(model.parameters(), lr=6e-3, weight_decay=1e-3)
    log = np.zeros((max_epochs, 2))
    best = np.inf
    last = 0
    for epoch in range(max_epochs):
        model.train()
        for x, y in train_loader:
            optimizer.zero_grad()
            loss = F.mse_loss(model(x).reshape(-1), y)
            loss.backward()
            optimizer.step()
            log[epoch, 0] += loss.item() / len(train_loader)
        model.eval()
        with torch.no_grad():
            residuals = np.concatenate([(model(x).reshape(-1) - y).numpy() for x, y in val_loader])
        log[epoch, 1] = np.mean(residuals ** 2)
        last = epoch + 1
        if log[epoch, 1] < best:
            best, when = log[epoch, 1], epoch
            np.save("best.npy", parameters_to_vector(model.parameters()).detach().numpy())
        elif epoch - when >= patience:
            break
    vector_to_parameters(torch.from_numpy(np.load("best.npy")), model.parameters())
    return {"train_loss": log[:last, 0], "val_loss": log[:last, 1]}
