# truth: right
# because: L1 and L2 stand together in the loss, and one class keeps the stopping rule.
"""A small trainer class, an elastic net in the loss, and the stopping rule as an object."""

from copy import deepcopy

import torch
from torch import nn


class EarlyStopping:
    def __init__(self, patience):
        self.patience = patience
        self.best_score = None
        self.best_state = None
        self.bad_epochs = 0

    def update(self, loss, model):
        """Whether training should stop after an epoch with this validation loss."""
        if self.best_score is None or loss < self.best_score:
            self.best_score = loss
            self.best_state = deepcopy(model.state_dict())
            self.bad_epochs = 0
        else:
            self.bad_epochs += 1
        return self.bad_epochs >= self.patience


class Trainer:
    def __init__(self, model, l1=2e-5, l2=2e-4, learning_rate=0.08):
        self.model = model
        self.l1, self.l2 = l1, l2
        self.loss = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate, momentum=0.8)
        self.history = {"train_loss": [], "val_loss": []}

    def penalty(self):
        matrices = [p for p in self.model.parameters() if p.dim() > 1]
        absolute = sum(w.abs().sum() for w in matrices)
        squared = sum(w.pow(2).sum() for w in matrices)
        return self.l1 * absolute + self.l2 * squared

    def fit_one_epoch(self, loader):
        self.model.train()
        losses = []
        for inputs, targets in loader:
            data_loss = self.loss(self.model(inputs), targets)
            self.optimizer.zero_grad()
            (data_loss + self.penalty()).backward()
            self.optimizer.step()
            losses.append(data_loss.detach())
        self.history["train_loss"].append(torch.stack(losses).mean().item())

    @torch.no_grad()
    def validate(self, loader):
        self.model.eval()
        losses, sizes = [], []
        for inputs, targets in loader:
            losses.append(self.loss(self.model(inputs), targets).item())
            sizes.append(len(targets))
        mean = sum(l * n for l, n in zip(losses, sizes)) / sum(sizes)
        self.history["val_loss"].append(mean)
        return mean

    def fit(self, train_loader, val_loader, max_epochs, stopping):
        for _ in range(max_epochs):
            self.fit_one_epoch(train_loader)
            if stopping.update(self.validate(val_loader), self.model):
                break
        self.model.load_state_dict(stopping.best_state)
        return self.history


def build_model(in_features, out_features):
    return nn.Sequential(
        nn.Linear(in_features, 128),
        nn.LeakyReLU(0.05),
        nn.Dropout(0.3),
        nn.Linear(128, 48),
        nn.LeakyReLU(0.05),
        nn.Linear(48, out_features),
    )


def train(model, train_loader, val_loader, *, max_epochs, patience):
    return Trainer(model).fit(train_loader, val_loader, max_epochs, EarlyStopping(patience))
