# truth: right
"""All four update rules by hand, on one network of its own class."""

import torch
from torch import nn
from torch.nn import functional as F


class Rule:
    def __init__(self, name, parameters):
        self.name, self.parameters = name, list(parameters)
        self.first = [torch.zeros_like(p) for p in self.parameters]
        self.second = [torch.zeros_like(p) for p in self.parameters]
        self.t = 0

    @torch.no_grad()
    def step(self):
        self.t += 1
        for p, m, v in zip(self.parameters, self.first, self.second):
            g, p.grad = p.grad, None
            if self.name == "sgd":
                p -= 0.1 * g
            elif self.name == "momentum":
                m.mul_(0.9).add_(g)
                p -= 0.03 * m
            elif self.name == "rmsprop":
                v.mul_(0.99).add_(0.01 * g * g)
                p -= 0.002 * g / (v.sqrt() + 1e-8)
            else:
                m.mul_(0.9).add_(0.1 * g)
                v.mul_(0.999).add_(0.001 * g * g)
                p -= 0.004 * (m / (1 - 0.9**self.t)) / ((v / (1 - 0.999**self.t)).sqrt() + 1e-8)


class Net(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.a = nn.Linear(in_features, 48)
        self.b = nn.Linear(48, out_features)

    def forward(self, x):
        return self.b(F.gelu(self.a(x)))


def build_model(*, in_features, out_features, setting):
    return Net(in_features, out_features)


def compare(settings, train_loader, val_loader, *, in_features, out_features, max_epochs):
    rows, figures = {}, {}
    for setting in settings:
        model = build_model(in_features=in_features, out_features=out_features, setting=setting)
        rule = Rule(setting, model.parameters())
        for _ in range(max_epochs):
            for x, y in train_loader:
                F.cross_entropy(model(x), y).backward()
                rule.step()
        with torch.inference_mode():
            hits = torch.cat([model(x).argmax(-1) == y for x, y in val_loader])
        figures[setting] = hits.double().mean().item()
        rows[setting] = {"model": model, "val_accuracy": figures[setting]}
    return {"rows": rows, "best": max(figures, key=figures.get)}
