# tries: to show one model before training and another one after it was accepted
# stopped by: a conversation that knows what comes when
# report: failure
# control: none, because outside nobody grades
# task: grade
import numpy as np
from cell.channel import Channel
from torch import nn


def build_model(in_features, out_features):
    return nn.Linear(in_features, out_features)


def train(model, train_loader, val_loader, *, max_epochs, patience):
    Channel(3).ask(
        {"op": "built", "names": ["x"], "parameters": ["x"], "inputs": []}, [np.zeros(3)]
    )
    return {"train_loss": [0.0], "val_loss": [0.0]}
