"""What moves weights between an optimizer's steps: a decay or a soft threshold done by hand."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from .gradients import coefficients
from .observer import Moment, Observer, finite

# After so many steps a penalty done by hand has shown itself, or there is none.
_LOOKS = 6
# A change that is no more than rounding is none.
_ROUNDING = 1e-6


class DriftObserver(Observer):
    """Fits what happened to matrices between a step's end and the next forward by a w + b sign(w)."""

    def __init__(self, moment: Moment) -> None:
        super().__init__(moment)
        self._after_step: list[tuple[str, Tensor, Tensor]] = []
        self._rows: list[dict[str, Any]] = []
        self._looks = 0

    def after_step(self, optimizer: torch.optim.Optimizer) -> None:
        if self._looks >= _LOOKS or self.moment.phase != "train":
            return
        self._after_step = [
            (name, parameter, parameter.detach().clone())
            for name, parameter in self.moment.model.named_parameters()
            if parameter.dim() >= 2 and parameter.is_floating_point()
        ]

    def before_forward(self, arguments: tuple[Any, ...]) -> None:
        if not self._after_step or self.moment.phase != "train":
            return
        self._looks += 1
        for name, parameter, before in self._after_step:
            row = _fit(name, before.double(), parameter.detach().double())
            if row is not None:
                self._rows.append(row)
        self._after_step = []

    def facts(self, rows: Tensor) -> dict[str, Any]:
        return {"moved": self._rows}


def _fit(name: str, before: Tensor, after: Tensor) -> dict[str, Any] | None:
    # What a soft threshold sets to zero has lost all it had, and says nothing of the law.
    kept = (after != 0) & (before != 0)
    first, change = before[kept], (before - after)[kept]
    size = float(change.norm())
    if first.numel() < 4 or size <= _ROUNDING * float(first.norm()):
        return None
    return {
        "name": name,
        "dimensions": before.dim(),
        "penalty": finite(size),
        "data": 0.0,
        "fit": coefficients(first, change),
    }
