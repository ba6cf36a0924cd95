# truth: {"l1": false, "l2": true, "dropout": true, "early_stopping": true, "best_restored": true, "bugs": ["double_softmax"], "also": [], "data": "iris"}
import copy
import torch
import torch.nn as nn


class MLP(nn.Module):
    """Two hidden layers."""

    def __init__(self, d_in, d_out, hidden=48, p=0.25):
        super().__init__()
        self.fc1 = nn.Linear(d_in, hidden)
        self.fc2 = nn.Linear(hidden, hidden)
        self.out = nn.Linear(hidden, d_out)
        self.drop = nn.Dropout(p)

    def forward(self, x):
        x = self.drop(torch.relu(self.fc1(x)))
        x = self.drop(torch.relu(self.fc2(x)))
        return torch.softmax(self.out(x), dim=-1)


def build_model(in_features, out_features):
    return MLP(in_features, out_features)


class Trainer:
    def __init__(self, model, lr=4e-3, weight_decay=2e-3):
        self.model = model
        self.criterion = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.Adam(model.parameters(), lr=lr, weight_decay=weight_decay)
        self.train_losses, self.val_losses = [], []
        self.best_loss, self.best_weights, self.bad_epochs = float("inf"), None, 0

    def step(self, x, y):
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.criterion(self.model(x), y)
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def train_epoch(self, loader):
        self.model.train()
        losses = [self.step(x, y) for x, y in loader]
        self.train_losses.append(sum(losses) / len(losses))

    @torch.no_grad()
    def validate(self, loader):
        self.model.eval()
        loss = n = 0
        for x, y in loader:
            loss += self.criterion(self.model(x), y).item() * len(y)
            n += len(y)
        self.val_losses.append(loss / n)

    def remember(self):
        if self.val_losses[-1] < self.best_loss:
            self.best_loss = self.val_losses[-1]
            self.best_weights = copy.deepcopy(self.model.state_dict())
            self.bad_epochs = 0
        else:
            self.bad_epochs += 1


def train(model, train_loader, val_loader, *, max_epochs, patience):
    trainer = Trainer(model)
    for _ in range(max_epochs):
        trainer.train_epoch(train_loader)
        trainer.validate(val_loader)
        trainer.remember()
        if trainer.bad_epochs >= patience:
            break
    model.load_state_dict(trainer.best_weights)
    return {"train_loss": trainer.train_losses, "val_loss": trainer.val_losses}
