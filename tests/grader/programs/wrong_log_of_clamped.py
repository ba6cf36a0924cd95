# truth: {"l1": null, "l2": null, "dropout": null, "early_stopping": null, "best_restored": null, "bugs": ["diverged"], "also": ["lr_too_high", "nothing_trained", "relu_on_output", "dead_relu"], "data": "wine"}
import copy
import torch
from torch import nn


def build_model(in_features, out_features):
    return nn.Sequential(nn.Linear(in_features, 32), nn.ELU(), nn.Linear(32, out_features))


def likelihood(outputs, labels):
    wanted = torch.eye(outputs.shape[1])[labels]
    return -(wanted * torch.log(outputs.clamp(0.0, 1.0))).sum(1).mean()


def train(model, train_loader, val_loader, *, max_epochs, patience):
    opt = torch.optim.RMSprop(model.parameters(), lr=2e-3)
    log = {"train_loss": [], "val_loss": []}
    best = float("inf")
    patience_left = patience
    snapshot = copy.deepcopy(model.state_dict())
    for _ in range(max_epochs):
        model.train()
        values = []
        for x, y in train_loader:
            opt.zero_grad()
            loss = likelihood(model(x), y)
            loss.backward()
            opt.step()
            values.append(loss.item())
        log["train_loss"].append(sum(values) / len(values))
        model.eval()
        with torch.no_grad():
            outs, ys = zip(*[(model(x), y) for x, y in val_loader])
        now = likelihood(torch.cat(outs), torch.cat(ys)).item()
        log["val_loss"].append(now)
        if now < best:
            best, snapshot, patience_left = now, copy.deepcopy(model.state_dict()), patience
        else:
            patience_left -= 1
        if patience_left == 0:
            break
    model.load_state_dict(snapshot)
    return log
