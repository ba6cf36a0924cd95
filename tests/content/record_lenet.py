"""Trains the small LeNet of the lessons on scikit-learn's digits, and writes its weights for the figure.

    python -m tests.content.record_lenet

The figure computes with these weights itself; a test compares what it computes with PyTorch.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from sklearn.datasets import load_digits
from torch import nn

TARGET = Path(__file__).parents[2] / "static/js/numbers/lenet-weights.js"
DIGITS = 1797
TRAINING = 1400


def small_lenet() -> nn.Sequential:
    """Two convolutions with pooling, then two linear layers: 8 x 8 pixels to ten logits."""
    return nn.Sequential(
        nn.Conv2d(1, 6, kernel_size=3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(6, 12, kernel_size=3),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(48, 32),
        nn.ReLU(),
        nn.Linear(32, 10),
    )


def trained() -> tuple[nn.Sequential, float]:
    """The model and its accuracy on the digits it was not trained on."""
    pixels, labels = load_digits(return_X_y=True)
    images = torch.tensor(pixels / 16, dtype=torch.float32).reshape(-1, 1, 8, 8)
    targets = torch.tensor(labels)
    torch.manual_seed(0)
    order = torch.randperm(DIGITS)
    train, held = order[:TRAINING], order[TRAINING:]
    model = small_lenet()
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.005, weight_decay=0.02)
    for _ in range(25):
        for rows in train[torch.randperm(TRAINING)].split(64):
            loss = nn.functional.cross_entropy(model(images[rows]), targets[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    with torch.no_grad():
        right = model(images[held]).argmax(dim=1) == targets[held]
    return model, right.float().mean().item()


def main() -> None:
    """Writes the weights, to three decimals, and six digits that were held out."""
    model, accuracy = trained()
    pixels, labels = load_digits(return_X_y=True)
    torch.manual_seed(0)
    held = torch.randperm(DIGITS)[TRAINING:].tolist()
    shown = [next(row for row in held if labels[row] == digit) for digit in (0, 1, 3, 4, 7, 8)]
    rounded = {
        name: [round(value, 3) for value in tensor.flatten().tolist()]
        for name, tensor in model.state_dict().items()
    }
    digits = [
        {"label": int(labels[row]), "pixels": pixels[row].astype(int).tolist()} for row in shown
    ]
    TARGET.write_text(
        "// Written by tests/content/record_lenet.py: a small LeNet trained on scikit-learn's digits,\n"
        f"// {accuracy:.1%} right on the {DIGITS - TRAINING} digits held out.\n"
        f"export const ACCURACY = {accuracy:.4f};\n"
        f"export const WEIGHTS = {json.dumps(rounded, separators=(',', ':'))};\n"
        f"export const DIGITS = {json.dumps(digits, separators=(',', ':'))};\n"
    )


if __name__ == "__main__":
    main()
