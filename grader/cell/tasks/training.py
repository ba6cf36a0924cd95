"""The task "train": build the model, take over the world's initial weights, call `train`."""

from __future__ import annotations

import math
import types
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import torch
from torch import Tensor, nn

from ..channel import Channel
from ..loaders import Ledger, StreamedLoader
from ..models import arrays_of, build, check_signature, function, input_layers
from ..watching.monitor import Monitor
from ..watching.observer import reseed
from .result import Result

_MOST_EPOCHS_REPORTED = 5000
TRAIN = "train(model, train_loader, val_loader, *, max_epochs, patience)"


@dataclass(frozen=True)
class TrainSettings:
    """What the trusted side says of one training run. `patched` are the columns the world owns."""

    in_features: int
    out_features: int
    task: Literal["classification", "regression"]
    max_epochs: int
    patience: int
    batch_size: int
    train_size: int
    validation_size: int
    patched: list[int]
    hooks: bool
    tell: bool


def train(
    channel: Channel, solution: types.ModuleType, settings: Mapping[str, Any], seed: int
) -> Result:
    """The task "train". Raises LearnerError, or whatever the learner's code raises."""
    given = TrainSettings(**settings)
    trainer = function(solution, "train", TRAIN)
    model = build(solution, given.in_features, given.out_features)
    rows = _take_over_weights(channel, model, given)
    monitor = _monitor(channel, model, given, rows) if given.hooks else None
    ledger = Ledger()
    batch_size = given.batch_size
    loaders = (
        StreamedLoader("train", given.train_size, batch_size, channel, monitor, ledger),
        StreamedLoader("validation", given.validation_size, batch_size, channel, monitor, ledger),
    )
    keywords = {"max_epochs": given.max_epochs, "patience": given.patience}
    check_signature(trainer, "train", TRAIN, [model, *loaders], keywords)
    reseed(seed % (1 << 32))
    history = trainer(model, *loaders, **keywords)
    facts = monitor.finish() if monitor is not None else None
    names, arrays = arrays_of(model)
    return {
        "names": names,
        "history": plain_history(history),
        "facts": facts,
        "taken": ledger.tell(),
    }, arrays


def _take_over_weights(channel: Channel, model: nn.Module, given: TrainSettings) -> Tensor:
    """Shows the fresh weights, copies the world's own into them; returns some training inputs."""
    names, arrays = arrays_of(model)
    built = {
        "op": "built",
        "names": names,
        "parameters": [name for name, _ in model.named_parameters()],
        "inputs": input_layers(model, given.in_features, given.patched),
    }
    answer, (rows, *patches) = channel.ask(built, arrays)
    state = model.state_dict()
    with torch.no_grad():
        for name, patch in zip(answer["names"], patches, strict=True):
            state[name].copy_(torch.from_numpy(patch))
    return torch.from_numpy(rows)


def _monitor(
    channel: Channel, model: nn.Module, given: TrainSettings, rows: Tensor
) -> Monitor | None:
    def tell(message: dict[str, Any]) -> None:
        if given.tell:
            channel.send(message)

    monitor = Monitor(model, given.task, rows, tell)
    monitor.install()
    return monitor


def plain_history(history: object) -> dict[str, Any]:
    """What `train` returned, as far as it is what was asked for; `returned` names its type."""
    found: dict[str, Any] = {
        "returned": "None" if history is None else type(history).__name__[:60],
        "train": None,
        "validation": None,
    }
    if isinstance(history, Mapping):
        found["train"] = _figures(history.get("train_loss"))
        found["validation"] = _figures(history.get("val_loss"))
    return found


def _figures(values: object) -> list[float | None] | None:
    if isinstance(values, (Tensor, np.ndarray)):
        values = values.tolist()
    if not isinstance(values, (list, tuple)):
        return None
    return [_figure(value) for value in values[:_MOST_EPOCHS_REPORTED]]


def _figure(value: Any) -> float | None:
    try:
        number = float(value)
    except Exception:  # A learner's own type may raise anything.
        return None
    return number if math.isfinite(number) else None
