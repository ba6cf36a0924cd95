"""The losses of every pass, computed from the model's own outputs as they pass by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from torch import Tensor
from torch.nn import functional

from .observer import Moment, Observer, finite

_MOST_ROWS = 2000


class LossObserver(Observer):
    """One row a pass: mean cross-entropy or squared error, the last batch's, accuracy or error."""

    def __init__(self, moment: Moment, tell: Callable[[dict[str, Any]], None]) -> None:
        super().__init__(moment)
        self._tell = tell
        self._rows: list[dict[str, Any]] = []
        self._first_loss: float | None = None
        self._not_finite = 0
        self._reset()

    def _reset(self) -> None:
        self._count = 0
        self._loss = self._score = 0.0
        self._last = float("nan")
        self._batch_seen = -1

    def pass_begun(self) -> None:
        self._reset()

    def after_forward(self, arguments: tuple[Any, ...], output: Tensor) -> None:
        moment = self.moment
        inputs, targets = moment.inputs, moment.targets
        if moment.phase is None or inputs is None or targets is None:
            return
        given = arguments[0] if arguments else None
        if not isinstance(given, Tensor) or given.shape[:1] != inputs.shape[:1]:
            return
        # One batch may be sent through twice (two views of it): it counts once.
        if moment.batch == self._batch_seen or output.dim() == 0 or len(output) != len(targets):
            return
        measured = self._measure(output.detach(), targets)
        if measured is None:
            return
        self._batch_seen = moment.batch
        self._add(*measured, len(targets))

    def _measure(self, output: Tensor, targets: Tensor) -> tuple[float, float] | None:
        if self.moment.task == "classification":
            if output.dim() != 2 or output.is_complex() or int(targets.max()) >= output.shape[1]:
                return None
            loss = functional.cross_entropy(output.float(), targets)
            return float(loss), float((output.argmax(1) == targets).float().mean())
        if output.numel() != targets.numel() or output.is_complex():
            return None
        error = output.float().reshape(-1) - targets
        return float(error.square().mean()), float(error.abs().mean())

    def _add(self, loss: float, score: float, rows: int) -> None:
        self._count += rows
        self._loss += loss * rows
        self._score += score * rows
        self._last = loss
        if self.moment.phase == "train" and self._first_loss is None:
            self._first_loss = loss
        if finite(loss) is None:
            self._not_finite += 1

    def pass_ended(self) -> None:
        moment = self.moment
        if not self._count or len(self._rows) >= _MOST_ROWS:
            return
        row = {
            "kind": moment.phase,
            "number": moment.passes,
            "loss": finite(self._loss / self._count),
            "last": finite(self._last),
            "score": finite(self._score / self._count),
        }
        self._rows.append(row)
        self._reset()
        train = [seen["loss"] for seen in self._rows if seen["kind"] == "train"]
        self._tell(
            {
                "op": "epoch",
                "epoch": moment.train_passes,
                "train_loss": train[-1] if train else None,
                "validation_loss": row["loss"] if row["kind"] == "validation" else None,
            }
        )

    def facts(self, rows: Tensor) -> dict[str, Any]:
        first = None if self._first_loss is None else finite(self._first_loss)
        return {"rows": self._rows, "first_loss": first, "not_finite": self._not_finite}
