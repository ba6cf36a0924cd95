"""What the optimizers were told and what they did."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from .observer import Moment, Observer, finite

_MOST_GROUPS = 40
_MOST_LOOKS = 60


class StepObserver(Observer):
    """Optimizer settings, empty and stale gradients, sizes of updates, what was never stepped."""

    def __init__(self, moment: Moment) -> None:
        super().__init__(moment)
        self._groups: dict[str, dict[str, Any]] = {}
        self._covered: set[int] = set()
        self._counts = dict.fromkeys(
            (
                "steps",
                "steps_checked",
                "empty",
                "in_validation",
                "backwards",
                "not_finite",
                "stale",
                "stale_checked",
            ),
            0,
        )
        self._backwards_in_validation = 0
        self._stepped = False
        self._updates: list[float | None] = []
        self._before: list[tuple[Tensor, Tensor]] = []
        self._ratios: list[float | None] = []

    def before_backward(self, loss: Tensor | None) -> None:
        counts = self._counts
        counts["backwards"] += 1
        self._backwards_in_validation += self.moment.phase == "validation"
        if loss is not None and loss.is_floating_point():
            counts["not_finite"] += not bool(loss.detach().isfinite())
        # The first backward after a step must find the gradients wiped.
        if self._stepped and counts["stale_checked"] < _MOST_LOOKS:
            counts["stale_checked"] += 1
            counts["stale"] += any(
                parameter.grad is not None and bool((parameter.grad != 0).any())
                for parameter in self.moment.model.parameters()
                if id(parameter) in self._covered
            )
        self._stepped = False

    def before_step(self, optimizer: torch.optim.Optimizer) -> None:
        counts = self._counts
        counts["steps"] += 1
        counts["in_validation"] += self.moment.phase == "validation"
        parameters = [p for group in optimizer.param_groups for p in group["params"]]
        self._covered.update(map(id, parameters))
        # Settings change slowly (schedules); the first steps and some later ones show them all.
        if counts["steps"] <= 3 or counts["steps"] % 40 == 0:
            for group in optimizer.param_groups:
                self._note_group(optimizer, group)
        if counts["steps_checked"] < _MOST_LOOKS:
            counts["steps_checked"] += 1
            counts["empty"] += all(
                p.grad is None or not bool((p.grad != 0).any()) for p in parameters
            )
            if counts["steps"] % 4 == 1:
                self._note_gradients(parameters)
        look = counts["steps"] == 1 or counts["steps"] % 15 == 5
        self._before = [(p, p.detach().clone()) for p in parameters if p.dim() >= 2 and look]

    def _note_group(self, optimizer: torch.optim.Optimizer, group: dict[str, Any]) -> None:
        names = [self.moment.names.get(id(p), "?") for p in group["params"]][:500]
        decay = float(group.get("weight_decay") or 0.0)
        key = f"{type(optimizer).__name__}|{decay}|{','.join(names)}"
        if key not in self._groups and len(self._groups) < _MOST_GROUPS:
            self._groups[key] = {
                "optimizer": type(optimizer).__name__[:100],
                "weight_decay": finite(decay),
                "learning_rate": finite(float(group.get("lr") or 0.0)),
                "names": names,
            }

    def _note_gradients(self, parameters: list[Tensor]) -> None:
        """The first matrix's gradient beside the last one's: tiny where gradients vanish."""
        sizes = [
            float(p.grad.abs().square().mean().sqrt())
            for p in parameters
            if p.grad is not None and p.dim() >= 2
        ]
        if len(sizes) >= 4 and sizes[-1] > 0:
            self._ratios.append(finite(sizes[0] / sizes[-1]))

    def after_step(self, optimizer: torch.optim.Optimizer) -> None:
        self._stepped = True
        if self._before and len(self._updates) < _MOST_LOOKS:
            sizes = [
                float((parameter.detach() - before).norm() / (before.norm() + 1e-12))
                for parameter, before in self._before
            ]
            self._updates.append(finite(max(sizes)))
        self._before = []

    def facts(self, rows: Tensor) -> dict[str, Any]:
        model = self.moment.model
        uncovered = [name for name, p in model.named_parameters() if id(p) not in self._covered]
        return {
            **{name: int(count) for name, count in self._counts.items()},
            "backwards_in_validation": int(self._backwards_in_validation),
            "groups": list(self._groups.values()),
            "uncovered": uncovered[:500],
            "updates": self._updates,
            "gradient_ratios": self._ratios,
        }
