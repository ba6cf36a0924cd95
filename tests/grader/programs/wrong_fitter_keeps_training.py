# truth: {"l1": false, "l2": true, "dropout": true, "early_stopping": null, "best_restored": null, "bugs": ["train_loader_read_once"], "also": [], "data": "wine"}
import copy

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.hidden = nn.Linear(inputs, 50)
        self.drop = nn.Dropout(0.25)
        self.head = nn.Linear(50, outputs)

    def forward(self, x):
        return self.head(self.drop(torch.relu(self.hidden(x))))


def build_model(in_features, out_features):
    return Net(in_features, out_features)


class Fitter:
    def __init__(self, model, rate):
        self.model = model
        self.loss = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.05)

    def learn(self, batches):
        self.model.train()
        losses = []
        for x, y in batches:
            loss = self.loss(self.model(x), y)
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()
            losses.append(loss.item())
        return sum(losses) / len(losses)

    @torch.no_grad()
    def measure(self, batches):
        self.model.eval()
        total = rows = 0
        for x, y in batches:
            total += self.loss(self.model(x), y).item() * len(y)
            rows += len(y)
        return total / rows


def train(model, train_loader, val_loader, *, max_epochs, patience):
    fitter = Fitter(model, 5e-3)
    batches = tuple(train_loader)
    history = {"train_loss": [], "val_loss": []}
    best, kept, bad = float("inf"), copy.deepcopy(model.state_dict()), 0
    while len(history["val_loss"]) < max_epochs and bad < patience:
        history["train_loss"].append(fitter.learn(batches))
        history["val_loss"].append(fitter.measure(val_loader))
        if history["val_loss"][-1] < best:
            best, kept, bad = history["val_loss"][-1], copy.deepcopy(model.state_dict()), 0
        else:
            bad += 1
    model.load_state_dict(kept)
    return history
