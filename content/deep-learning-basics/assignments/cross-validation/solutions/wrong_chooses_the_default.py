# truth: wrong
# loses: trials, gain
# because: Whatever the trials say, the default is returned.
"""A full grid, cross-validated; `fit` is what the statement shows and the grader trains with."""

import itertools

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


def search(inputs, targets, test_loader, *, space, default, folds, outputs):
    order = torch.randperm(len(inputs))
    trials = []
    for values in itertools.product(*space.values()):
        config = dict(zip(space, values))
        scores = []
        for left_out in order.tensor_split(folds):
            kept = torch.ones(len(inputs), dtype=torch.bool)
            kept[left_out] = False
            model = fit(inputs[kept], targets[kept], config, outputs=outputs)
            with torch.no_grad():
                right = model(inputs[left_out]).argmax(1) == targets[left_out]
            scores.append(right.float().mean().item())
        trials.append({"config": config, "scores": scores})
    best = max(trials, key=lambda trial: sum(trial["scores"]))
    return {"chosen": default, "trials": trials}
