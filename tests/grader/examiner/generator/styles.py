"""Puts the pieces of a program together, in one of several styles of writing a training loop."""

from __future__ import annotations

from collections.abc import Sequence

from .parts import Parts

_IMPORTS = """\
import copy
import io
import pickle

import torch
from torch import nn
from torch.nn import functional


"""
_SAVING = """\
def saved(state, path):
    torch.save(state, path)
    return path


def in_memory(state):
    buffer = io.BytesIO()
    torch.save(state, buffer)
    return buffer


"""
_SIGNATURE = "def train(model, train_loader, val_loader, *, max_epochs, patience):\n"
_PLAIN = {"BEST": "best", "WAITED": "waited", "KEPT": "kept", "PREVIOUS": "previous"}
_OWN = {name: f"self.{word}" for name, word in _PLAIN.items()}


def write_program(parts: Parts, style: str) -> str:
    """The whole source."""
    saving = _SAVING if "saved(" in parts.snapshot or "in_memory(" in parts.snapshot else ""
    head = f"{_IMPORTS}{saving}{parts.model}\n\n{parts.loss}\n\n{parts.validation}\n\n"
    return head + _STYLES[style](parts)


def _named(text: str, names: dict[str, str]) -> str:
    for token, name in names.items():
        text = text.replace(token, name)
    return text


def _block(lines: Sequence[str], depth: int, names: dict[str, str] = _PLAIN) -> str:
    return "".join(f"{'    ' * depth}{_named(line, names)}\n" for line in lines)


def _one_epoch(parts: Parts) -> list[str]:
    """Training on every batch once; leaves `total` and `count`."""
    return [
        *parts.begin_epoch,
        "total = count = 0",
        f"for inputs, targets in {parts.batches}:",
        *(f"    {line}" for line in parts.batch),
        "    total += loss.item() * len(targets)",
        "    count += len(targets)",
        *parts.after_training,
    ]


def _start(parts: Parts) -> list[str]:
    lines = [
        *parts.setup,
        *parts.begin_training,
        'history = {"train_loss": [], "val_loss": []}',
        'BEST, WAITED, PREVIOUS = float("inf"), 0, float("inf")',
    ]
    if parts.before:
        lines.append(f"BEST = {parts.before}")
    return [*lines, f"KEPT = {parts.snapshot}"]


def _judged(parts: Parts) -> list[str]:
    """What a finished epoch means for the best weights."""
    return [
        f"if {parts.better}:",
        "    BEST = current",
        f"    KEPT = {parts.snapshot}",
        *(f"    {line}" for line in parts.on_better),
        "else:",
        *(f"    {line}" for line in parts.on_worse or ("pass",)),
        "PREVIOUS = current",
    ]


def _finished(parts: Parts) -> list[str]:
    return [*parts.restore, *parts.finish, f"return {parts.result}"]


def _recorded(parts: Parts) -> list[str]:
    return [
        'history["train_loss"].append(total / count)',
        f"current = {parts.metric}",
        f'history["val_loss"].append({parts.recorded})',
        *parts.after_validation,
    ]


def _inline(parts: Parts) -> str:
    epoch = [*_one_epoch(parts), *_recorded(parts), *_judged(parts)]
    epoch += [f"if {parts.enough}:", "    break"]
    body = [*_start(parts), "for epoch in range(max_epochs):", *(f"    {line}" for line in epoch)]
    return _SIGNATURE + _block([*body, *_finished(parts)], 1)


def _while(parts: Parts) -> str:
    epoch = [*_one_epoch(parts), *_recorded(parts), *_judged(parts), "epoch = epoch + 1"]
    going = f"while epoch < max_epochs and not ({parts.enough}):"
    body = [*_start(parts), "epoch = 0", going, *(f"    {line}" for line in epoch)]
    return _SIGNATURE + _block([*body, *_finished(parts)], 1)


def _functions(parts: Parts) -> str:
    """Nested functions that share the optimizer by closure."""
    body = [
        *_start(parts),
        "",
        "def run_epoch():",
        *(f"    {line}" for line in _one_epoch(parts)),
        "    return total / count",
        "",
        "for epoch in range(1, max_epochs + 1):",
        '    history["train_loss"].append(run_epoch())',
        *(f"    {line}" for line in [*_recorded(parts)[1:], *_judged(parts)]),
        f"    if {parts.enough}:",
        "        break",
    ]
    return _SIGNATURE + _block([*body, *_finished(parts)], 1)


def _generator(parts: Parts) -> str:
    """Epochs are yielded, and whoever consumes them decides when it is enough."""
    names = {**_PLAIN}
    epochs = (
        "def epochs(model, train_loader, val_loader, history, max_epochs):\n"
        + _block([*parts.setup, *parts.begin_training], 1)
        + _block(["for epoch in range(max_epochs):"], 1)
        + _block([*_one_epoch(parts), *_recorded(parts), "yield epoch, current"], 2)
    )
    start = [line for line in _start(parts) if line not in {*parts.setup, *parts.begin_training}]
    body = [
        *start,
        "for epoch, current in epochs(model, train_loader, val_loader, history, max_epochs):",
        *(f"    {line}" for line in _judged(parts)),
        f"    if {parts.enough}:",
        "        break",
        *_finished(parts),
    ]
    return f"{epochs}\n\n{_SIGNATURE}{_block(body, 1, names)}"


def _stopper(parts: Parts) -> str:
    """A class of its own decides when to stop and keeps the best weights."""
    first = f"self.best = {parts.before}" if parts.before else 'self.best = float("inf")'
    stopper = (
        "class EarlyStopping:\n"
        "    def __init__(self, patience, model, val_loader):\n"
        + _block(["self.patience, self.waited = patience, 0", first], 2)
        + _block(['self.previous = float("inf")', f"KEPT = {parts.snapshot}"], 2, _OWN)
        + "\n    def should_stop(self, current, model, epoch, history, patience, total, count):\n"
        + _block([*_judged(parts), f"return {parts.enough}"], 2, _OWN)
    )
    body = [
        *parts.setup,
        *parts.begin_training,
        'history = {"train_loss": [], "val_loss": []}',
        "stopper = EarlyStopping(patience, model, val_loader)",
        "for epoch in range(max_epochs):",
        *(f"    {line}" for line in [*_one_epoch(parts), *_recorded(parts)]),
        "    if stopper.should_stop(current, model, epoch, history, patience, total, count):",
        "        break",
        *(_named(line, {"KEPT": "stopper.kept"}) for line in parts.restore),
        *parts.finish,
        f"return {parts.result}",
    ]
    return f"{stopper}\n\n{_SIGNATURE}{_block(body, 1)}"


def _trainer(parts: Parts) -> str:
    """A class with methods; `train` only calls it."""
    epoch = [*_recorded(parts)[1:], *_judged(parts), f"if {parts.enough}:", "    break"]
    fit = [
        "model, val_loader, history = self.model, self.val_loader, self.history",
        *([f"BEST = {parts.before}"] if parts.before else []),
        f"KEPT = {parts.snapshot}",
        "for epoch in range(max_epochs):",
        "    total, count = self.one_epoch()",
        '    history["train_loss"].append(total / count)',
        *(f"    {line}" for line in epoch),
        *_finished(parts),
    ]
    shared = sorted({line.partition(" = ")[0] for line in parts.setup if " = " in line} - {""})
    own = [f"self.{name} = {name}" for name in shared if name.isidentifier()]
    theirs = [f"{name} = self.{name}" for name in shared if name.isidentifier()]
    step_here = [line for line in theirs if "schedule" in line and parts.after_validation]
    start = ['self.history = {"train_loss": [], "val_loss": []}', "self.waited = 0"]
    start += ['self.best = self.previous = float("inf")']
    trainer = (
        "class Trainer:\n"
        "    def __init__(self, model, train_loader, val_loader, max_epochs):\n"
        + _block(
            ["self.model, self.train_loader, self.val_loader = model, train_loader, val_loader"], 2
        )
        + _block([*start, *parts.setup, *own, *parts.begin_training], 2)
        + "\n    def one_epoch(self):\n"
        + _block(
            [
                "model, train_loader, val_loader = self.model, self.train_loader, self.val_loader",
                *theirs,
            ],
            2,
        )
        + _block([*_one_epoch(parts), "return total, count"], 2)
        + "\n    def fit(self, max_epochs, patience):\n"
        + _block([*step_here, *fit], 2, _OWN)
    )
    body = ["return Trainer(model, train_loader, val_loader, max_epochs).fit(max_epochs, patience)"]
    return f"{trainer}\n\n{_SIGNATURE}{_block(body, 1)}"


_STYLES = {
    "inline": _inline,
    "while": _while,
    "functions": _functions,
    "generator": _generator,
    "stopper": _stopper,
    "trainer": _trainer,
}
