# tries: to hand in weights of another shape and type than the model's
# stopped by: weights that are checked before they are believed
# report: failure
# control: none, because outside nobody grades
# task: grade
import numpy as np
from cell.channel import Channel
from torch import nn

send = Channel.send


def with_other_weights(self, body, arrays=()):
    if body.get("op") == "finished" and "names" in body:
        arrays = [np.zeros((3, 0, 5), dtype=np.complex128) for _ in arrays]
    send(self, body, arrays)


Channel.send = with_other_weights


def build_model(in_features, out_features):
    return nn.Linear(in_features, out_features)


def train(model, train_loader, val_loader, *, max_epochs, patience):
    return {"train_loss": [0.0], "val_loss": [0.0]}
