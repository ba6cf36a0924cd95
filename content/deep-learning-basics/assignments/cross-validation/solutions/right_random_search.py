# truth: right
"""Eight of sixteen configurations drawn at random, folds by striding, a class around it."""

import random

import torch

from torch import nn

EPOCHS = 15


def fit(inputs, targets, config, *, outputs):
    layers, width = [], inputs.shape[1]
    for _ in range(config["depth"]):
        layers += [nn.Linear(width, config["width"]), nn.ReLU()]
        width = config["width"]
    model = nn.Sequential(*layers, nn.Linear(width, outputs))
    optimizer = torch.optim.Adam(model.parameters(), lr=config["learning_rate"])
    for _ in range(EPOCHS):
        for rows in torch.randperm(len(inputs)).split(config["batch_size"]):
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(inputs[rows]), targets[rows]).backward()
            optimizer.step()
    return model


class Validator:
    def __init__(self, inputs, targets, folds, outputs):
        self.inputs, self.targets, self.folds, self.outputs = inputs, targets, folds, outputs
        self.fold_of = torch.arange(len(inputs))[torch.randperm(len(inputs))] % folds

    def scores(self, config):
        return [self.score(config, fold) for fold in range(self.folds)]

    def score(self, config, fold):
        train, held = self.fold_of != fold, self.fold_of == fold
        model = fit(self.inputs[train], self.targets[train], config, outputs=self.outputs)
        with torch.inference_mode():
            return float((model(self.inputs[held]).argmax(-1) == self.targets[held]).double().mean())


def search(inputs, targets, test_loader, *, space, default, folds, outputs):
    validator = Validator(inputs, targets, folds, outputs)
    seen, trials = set(), []
    rng = random.Random(1)
    tried = [dict(default, learning_rate=max(space["learning_rate"]), width=max(space["width"]))]
    while len(tried) < 8:
        config = {name: rng.choice(values) for name, values in space.items()}
        key = tuple(config.values())
        if key not in seen:
            seen.add(key)
            tried.append(config)
    for config in tried:
        trials.append({"config": config, "scores": validator.scores(config)})
    best = max(trials, key=lambda t: sum(t["scores"]) / folds)
    return {"chosen": best["config"], "trials": trials}
