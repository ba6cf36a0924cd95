"""Whether the model, as it stands in a pass, answers one batch twice alike: dropout made visible."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from .observer import Moment, Observer, finite, reseed
from .tracing import OperationTrace

_PASSES = 3


class RandomnessObserver(Observer):
    """Replays the first batch of the first passes of each kind under two seeds."""

    def __init__(self, moment: Moment) -> None:
        super().__init__(moment)
        self._replays: dict[tuple[str, int], dict[str, Any]] = {}

    def before_forward(self, arguments: tuple[Any, ...]) -> None:
        moment = self.moment
        if moment.phase is None or moment.batch != 0 or moment.passes > _PASSES:
            return
        key = moment.phase, moment.passes
        if key not in self._replays:
            self._replays[key] = self._replay(arguments)

    def _replay(self, arguments: tuple[Any, ...]) -> dict[str, Any]:
        moment = self.moment
        row: dict[str, Any] = {
            "kind": moment.phase,
            "number": moment.passes,
            "train_mode": bool(moment.model.training),
            "difference": None,
            "zeros_moved": None,
            "operations": [],
        }
        with torch.no_grad(), moment.undisturbed():
            reseed(11)
            with OperationTrace() as trace:
                first = moment.model(*arguments)
            reseed(12)
            second = moment.model(*arguments)
        if isinstance(first, Tensor) and isinstance(second, Tensor):
            scale = first.abs().mean() + 1e-12
            row["difference"] = finite(float((first - second).abs().mean() / scale))
            row["zeros_moved"] = finite(float(((first == 0) != (second == 0)).float().mean()))
        row["operations"] = sorted(set(trace.random))[:10]
        return row

    def facts(self, rows: Tensor) -> dict[str, Any]:
        moment = self.moment
        with torch.no_grad(), moment.undisturbed():
            moment.model.eval()
            outputs = []
            for seed in (21, 22):
                reseed(seed)
                outputs.append(moment.model(rows))
            scale = outputs[0].abs().mean() + 1e-12
            noise = finite(float((outputs[0] - outputs[1]).abs().mean() / scale))
        return {"replays": list(self._replays.values()), "evaluation_noise": noise}
