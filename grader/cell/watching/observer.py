"""What every observer of a training shares: the moment it is in, and the events it may react to."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import torch
from torch import Tensor, nn

Kind = Literal["train", "validation"]


@dataclass
class Moment:
    """Where the training is. `phase` is the kind of the pass that runs, None between passes.

    `quiet` is set while an observer itself computes, so that no hook reacts to it.
    """

    model: nn.Module
    task: Literal["classification", "regression"]
    phase: Kind | None = None
    last_phase: Kind | None = None
    train_passes: int = 0
    validation_passes: int = 0
    batch: int = -1
    backwards_in_pass: int = 0
    inputs: Tensor | None = None
    targets: Tensor | None = None
    quiet: bool = False
    names: dict[int, str] = field(default_factory=dict)

    @property
    def passes(self) -> int:
        """The number of the pass that runs, within its kind."""
        return self.validation_passes if self.phase == "validation" else self.train_passes

    @contextmanager
    def undisturbed(self) -> Iterator[None]:
        """Everything drawn, counted or switched inside is as before afterwards."""
        states = torch.get_rng_state(), np.random.get_state(), random.getstate()
        buffers = [(buffer, buffer.detach().clone()) for buffer in self.model.buffers()]
        modes = [(module, module.training) for module in self.model.modules()]
        was_quiet, self.quiet = self.quiet, True
        try:
            yield
        finally:
            self.quiet = was_quiet
            torch.set_rng_state(states[0])
            np.random.set_state(states[1])
            random.setstate(states[2])
            with torch.no_grad():
                for buffer, value in buffers:
                    buffer.copy_(value)
            for module, mode in modes:
                module.training = mode


def reseed(seed: int) -> None:
    """Seeds every generator a model may draw from."""
    torch.manual_seed(seed)
    np.random.seed(seed)
    random.seed(seed)


class Observer:
    """Sees events of a training; `facts` is what it has to say at the end, as JSON.

    An observer that fails is dropped and the failure reported; the training goes on untouched.
    """

    def __init__(self, moment: Moment) -> None:
        self.moment = moment

    def pass_begun(self) -> None:
        """A pass over a loader begins; `moment.phase` and its number are already set."""

    def pass_ended(self) -> None:
        """The pass was read to its end, or another one begins."""

    def before_forward(self, arguments: tuple[Any, ...]) -> None:
        """The model is about to be called."""

    def after_forward(self, arguments: tuple[Any, ...], output: Tensor) -> None:
        """The model was called and gave one tensor."""

    def after_other_forward(self, module: nn.Module) -> None:
        """A module other than the model itself was called."""

    def before_backward(self, loss: Tensor | None) -> None:
        """`backward` was called; `loss` is its single scalar, or None."""

    def before_step(self, optimizer: torch.optim.Optimizer) -> None:
        """An optimizer is about to step."""

    def after_step(self, optimizer: torch.optim.Optimizer) -> None:
        """An optimizer has stepped."""

    def before_load(self, module: nn.Module, state: dict[str, Any]) -> None:
        """`load_state_dict` was called."""

    def facts(self, rows: Tensor) -> dict[str, Any]:
        """What was seen. `rows` are some training inputs, for a last look at the model."""
        return {}


def finite(value: float) -> float | None:
    """The value where JSON can carry it, else None."""
    value = float(value)
    return value if np.isfinite(value) else None
