"""Which rectifiers never fire, before and after training."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from .observer import Moment, Observer
from .tracing import OperationTrace, dead_shares

_MOST_LAYERS = 100


class ActivityObserver(Observer):
    """Shares of dead units by layer."""

    def __init__(self, moment: Moment, rows: Tensor) -> None:
        super().__init__(moment)
        self._rows = rows
        self._at_start: list[float] | None = None

    def before_forward(self, arguments: tuple[Any, ...]) -> None:
        # Not earlier: `train` may draw the weights anew before it begins.
        if self._at_start is None and self.moment.phase == "train":
            self._at_start = self._dead(self._rows)

    def _dead(self, rows: Tensor) -> list[float]:
        with torch.no_grad(), self.moment.undisturbed():
            self.moment.model.eval()
            with OperationTrace() as trace:
                self.moment.model(rows)
        return dead_shares(trace, len(rows))[:_MOST_LAYERS]

    def facts(self, rows: Tensor) -> dict[str, Any]:
        return {"dead_at_start": self._at_start or [], "dead_at_end": self._dead(rows)}
