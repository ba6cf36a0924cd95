# truth: {"l1": false, "l2": true, "dropout": true, "early_stopping": false, "best_restored": false, "bugs": ["compares_to_previous"], "also": ["wrong_epoch_restored"], "data": "digits"}
import copy

import torch
from torch import nn, optim
from torch.nn.functional import cross_entropy


def build_model(in_features, out_features):
    return nn.Sequential(
        nn.Linear(in_features, 100),
        nn.LeakyReLU(0.1),
        nn.Dropout(0.5),
        nn.Linear(100, out_features),
    )


def mean_loss(model, loader):
    """Average cross-entropy per sample."""
    model.eval()
    with torch.inference_mode():
        per_sample = [cross_entropy(model(x), y, reduction="none") for x, y in loader]
    return torch.cat(per_sample).mean().item()


def train(model, train_loader, val_loader, *, max_epochs, patience):
    optimiser = optim.RMSprop(model.parameters(), lr=2e-3, weight_decay=1e-3)
    scheduler = optim.lr_scheduler.ReduceLROnPlateau(optimiser, factor=0.5, patience=1)
    curve_t, curve_v = [], []
    best_epoch, best_state = None, None
    for epoch in range(max_epochs):
        model.train()
        batch_losses = []
        for x, y in train_loader:
            optimiser.zero_grad()
            out = model(x)
            loss = cross_entropy(out, y)
            loss.backward()
            optimiser.step()
            batch_losses.append(loss.item())
        curve_t.append(sum(batch_losses) / len(batch_losses))
        curve_v.append(mean_loss(model, val_loader))
        scheduler.step(curve_v[-1])
        if best_epoch is None or curve_v[epoch] < curve_v[epoch - 1]:
            best_epoch, best_state = epoch, copy.deepcopy(model.state_dict())
        if epoch - best_epoch >= patience:
            break
    model.load_state_dict(best_state)
    return {"train_loss": curve_t, "val_loss": curve_v}
