# truth: wrong
# loses: accuracy
# because: The steps are so small that training has hardly begun when the epochs are over.
"""Everything is right except a learning rate far too small."""

import tempfile
from pathlib import Path

import torch
from torch import nn


def build_model(in_features, out_features):
    width = 128
    model = nn.Sequential()
    model.add_module("hidden", nn.Linear(in_features, width))
    model.add_module("activation", nn.Tanh())
    model.add_module("dropout", nn.Dropout(p=0.4))
    model.add_module("logits", nn.Linear(width, out_features))
    return model


def evaluate(model, loader, criterion):
    was_training = model.training
    model.eval()
    with torch.inference_mode():
        logits, targets = zip(*((model(x), y) for x, y in loader))
        loss = criterion(torch.cat(logits), torch.cat(targets)).item()
    model.train(was_training)
    return loss


def train(model, train_loader, val_loader, *, max_epochs, patience):
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(
        model.parameters(), lr=0.0005, momentum=0.5, weight_decay=1e-2
    )
    history = {"train_loss": [], "val_loss": []}

    with tempfile.TemporaryDirectory() as scratch:
        checkpoint = Path(scratch) / "best.pt"
        best, waited = None, 0
        model.train()
        for _ in range(max_epochs):
            seen = 0.0
            for step, (x, y) in enumerate(train_loader, start=1):
                loss = criterion(model(x), y)
                optimizer.zero_grad(set_to_none=True)
                loss.backward()
                optimizer.step()
                seen += (loss.item() - seen) / step
            history["train_loss"].append(seen)

            loss = evaluate(model, val_loader, criterion)
            history["val_loss"].append(loss)
            if best is None or loss < best:
                best, waited = loss, 0
                torch.save(model.state_dict(), checkpoint)
                continue
            waited += 1
            if waited == patience:
                break
        model.load_state_dict(torch.load(checkpoint))
    return history
