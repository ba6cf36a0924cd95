# tries: to measure how long its answers are scored, from a thread that goes on after the last word
# stopped by: scoring that begins when the cell has ended, and a scratch that goes with it
# report: loses accuracy
# control: none, because outside nobody scores
# task: grade
import os
import threading
import time

import torch
from torch import nn

try:
    print("@DONE@", open("timing").read(), open("../timing").read())
except OSError:
    pass


def watch():
    start = time.perf_counter()
    while True:
        with open("timing", "w") as file:
            file.write(str(time.perf_counter() - start))


class Model(nn.Linear):
    def forward(self, rows):
        if len(rows) > 64:
            threading.Thread(target=watch, daemon=True).start()
        return torch.zeros(len(rows), self.out_features)


def build_model(in_features, out_features):
    return Model(in_features, out_features)


def train(model, train_loader, val_loader, *, max_epochs, patience):
    return {"train_loss": [0.0], "val_loss": [0.0]}
