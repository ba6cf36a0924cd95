"""What every world offers: two streams of batches, and the initial weights that belong to it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np

from ..datasets import DataSet, Floats, Targets, Task
from ..observation import Matrix, WorldName


@dataclass(frozen=True, slots=True)
class Batch:
    """Inputs float32 (n, features); targets int64 (n,) for classes, float32 (n,) for regression."""

    inputs: Floats
    targets: Targets


def in_batches(inputs: Floats, targets: Targets, size: int) -> list[Batch]:
    """Consecutive batches; the last one may be smaller."""
    starts = range(0, len(inputs), size)
    return [Batch(inputs[at : at + size], targets[at : at + size]) for at in starts]


class World(ABC):
    """One run's data. Every pass is drawn from the world's seed and the pass's own number alone."""

    name: WorldName
    max_epochs: int
    patience: int
    batch_size: int
    train_size: int
    validation_size: int
    features: int

    def __init__(self, data: DataSet, seed: int) -> None:
        self.data = data
        self.seed = seed

    @property
    def task(self) -> Task:
        """What the targets are."""
        return self.data.task

    @property
    @abstractmethod
    def owned(self) -> list[int]:
        """The columns the world added: their initial weights are the world's to set."""

    @abstractmethod
    def train_pass(self, number: int, cycle: int) -> list[Batch]:
        """The batches of the `number`-th training pass, in the `cycle`-th training cycle (from 1)."""

    @abstractmethod
    def validation_pass(self, number: int, cycle: int) -> list[Batch]:
        """The batches of a validation pass after `cycle` training cycles (0: before any)."""

    @abstractmethod
    def initial_weights(self, weights: Matrix) -> Matrix:
        """The learner's first-layer weights (units, features) with the world's own columns set."""

    @abstractmethod
    def widened(self, inputs: Floats) -> Floats:
        """Rows of the data set as this world's model takes them."""

    def generator(self, *purpose: int) -> np.random.Generator:
        """A source of numbers for one purpose, independent of all others and of their order."""
        return np.random.default_rng([self.seed, *purpose])
