# truth: {"l1": false, "l2": true, "dropout": true, "early_stopping": false, "best_restored": null, "bugs": ["no_early_stopping"], "also": [], "data": "breast_cancer"}
import copy
import torch
from torch import nn
from torch.nn import functional as F


def build_model(in_features, out_features):
    return nn.Sequential(
        nn.Linear(in_features, 64), nn.ReLU(), nn.Dropout(0.3), nn.Linear(64, out_features)
    )


class Callback:
    def on_epoch_end(self, loop):
        pass

    def on_train_end(self, loop):
        pass


class History(Callback):
    def __init__(self):
        self.train_loss, self.val_loss = [], []

    def on_epoch_end(self, loop):
        self.train_loss.append(loop.train_loss)
        self.val_loss.append(loop.val_loss)


class Checkpoint(Callback):
    best = float("inf")

    def on_epoch_end(self, loop):
        if loop.val_loss < self.best:
            self.best = loop.val_loss
            self.state = copy.deepcopy(loop.model.state_dict())

    def on_train_end(self, loop):
        loop.model.load_state_dict(self.state)


class EarlyStopping(Callback):
    def __init__(self, patience):
        self.patience, self.best, self.count = patience, float("inf"), 0

    def on_epoch_end(self, loop):
        self.count = 0 if loop.val_loss < self.best else self.count + 1
        self.best = min(self.best, loop.val_loss)
        loop.running = self.count < self.patience


class Loop:
    def __init__(self, model, callbacks):
        self.model, self.callbacks, self.running = model, callbacks, True
        self.optimizer = torch.optim.Adam(model.parameters(), lr=4e-3, weight_decay=1e-3)

    def epoch(self, loader, learn):
        self.model.train(learn)
        total = 0.0
        with torch.set_grad_enabled(learn):
            for x, y in loader:
                loss = F.cross_entropy(self.model(x), y)
                if learn:
                    self.optimizer.zero_grad()
                    loss.backward()
                    self.optimizer.step()
                total += loss.item() * len(y)
        return total / len(loader.dataset)

    def fit(self, train_loader, val_loader, max_epochs):
        for _ in range(max_epochs):
            self.train_loss = self.epoch(train_loader, True)
            self.val_loss = self.epoch(val_loader, False)
            for callback in self.callbacks:
                callback.on_epoch_end(self)
        for callback in self.callbacks:
            callback.on_train_end(self)


def train(model, train_loader, val_loader, *, max_epochs, patience):
    history = History()
    loop = Loop(model, [history, Checkpoint(), EarlyStopping(patience)])
    loop.fit(train_loader, val_loader, max_epochs)
    return {"train_loss": history.train_loss, "val_loss": history.val_loss}
