"""What was observed of one training run or one prediction: plain data, no opinion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from .facts import Facts

PassKind = Literal["train", "validation"]
WorldName = Literal["real", "micro", "script"]
Tensor = NDArray[np.generic]
Matrix = NDArray[np.float64]


@dataclass(slots=True)
class Pass:
    """One pass over a loader, as asked for over the wire. `number` counts from 1 within its kind."""

    kind: PassKind
    number: int
    batches_asked: int
    batches_total: int

    @property
    def coverage(self) -> float:
        """The part of the pass that was really taken, 0 to 1."""
        return self.batches_asked / self.batches_total


@dataclass(frozen=True, slots=True)
class InputLayer:
    """A parameter that multiplies the raw inputs; `axis` is the one along which the inputs lie."""

    name: str
    axis: Literal[0, 1]

    def oriented(self, tensor: Tensor) -> Matrix:
        """The tensor as float64 of shape (units, features)."""
        matrix = tensor.astype(np.float64)
        return matrix if self.axis == 1 else matrix.T


@dataclass(frozen=True, slots=True)
class History:
    """What the program reported, one figure an epoch; None where it reported nothing usable.

    `given` tells whether it reported validation losses at all, be they numbers or not.
    """

    train: tuple[float, ...] | None = None
    validation: tuple[float, ...] | None = None
    given: bool = False


@dataclass(frozen=True, slots=True)
class Observation:
    """One training run in one world.

    `initial` holds the tensors as training began, after the world's own weights were patched in;
    `final` those that came back, of the same names, shapes and dtypes. `facts` is what hooks inside
    the cell say: forgeable, None when there is nothing usable.
    """

    world: WorldName
    max_epochs: int
    patience: int
    initial: Mapping[str, Tensor]
    final: Mapping[str, Tensor]
    parameters: tuple[str, ...]
    inputs: tuple[InputLayer, ...]
    log: tuple[Pass, ...]
    history: History = field(default_factory=History)
    facts: Facts | None = None

    @property
    def finite(self) -> bool:
        """Whether every returned weight is a number."""
        return all(bool(np.isfinite(tensor).all()) for tensor in self.final.values())

    @property
    def unchanged(self) -> tuple[str, ...]:
        """The parameters that came back exactly as they went in."""
        return tuple(
            name for name in self.parameters if np.array_equal(self.initial[name], self.final[name])
        )

    def without_facts(self) -> Observation:
        """The same run seen from outside only."""
        return Observation(
            self.world,
            self.max_epochs,
            self.patience,
            self.initial,
            self.final,
            self.parameters,
            self.inputs,
            self.log,
            self.history,
        )


@dataclass(frozen=True, slots=True)
class Predictions:
    """Outputs on the hidden inputs, float64 (N, outputs), by runs in evaluation and training mode.

    The first `REPEATED` rows stand a second time behind the N-th; `evaluation_repeated` holds them.
    """

    evaluation: Matrix
    evaluation_again: Matrix
    evaluation_repeated: Matrix
    training: Matrix | None
    training_again: Matrix | None
