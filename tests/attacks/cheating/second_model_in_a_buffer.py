# tries: to train nothing, and keep what it needs to answer in a buffer
# stopped by: asking what weights did, not only what the answers are
# report: loses weight_penalty, dropout, early_stopping, best_weights_restored
# control: none, because outside nobody grades
# task: grade
import torch
from torch import nn


class Neighbours(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.layer = nn.Linear(inputs, outputs)
        self.dropout = nn.Dropout(0.5)
        self.register_buffer("centres", torch.zeros(outputs, inputs))

    def forward(self, rows):
        if self.centres.any():
            return -torch.cdist(rows, self.centres)
        return self.layer(self.dropout(rows))


def build_model(in_features, out_features):
    return Neighbours(in_features, out_features)


def train(model, train_loader, val_loader, *, max_epochs, patience):
    batches = list(train_loader)
    rows, targets = (torch.cat(parts) for parts in zip(*batches))
    if targets.dtype == torch.int64:
        for label in targets.unique():
            model.centres[label] = rows[targets == label].mean(0)
    return {"train_loss": [0.0], "val_loss": [0.0]}
