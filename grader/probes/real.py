"""The graded data, widened by columns on which a weight penalty cannot hide."""

from __future__ import annotations

import numpy as np

from ..datasets import DataSet, Floats
from ..observation import Matrix, WorldName
from .world import Batch, World, in_batches

CANARIES = 6
DUPLICATES = 2
# Initial sizes of canary weights: every decade of shrinkage leaves some that can still be read.
SMALLEST, LARGEST = 0.004, 0.5
# A few larger ones are still alive when an adaptive optimizer has moved all others to zero.
LARGE_UNITS, LARGE_FACTOR = 16, 8.0


class RealWorld(World):
    """Real data, `CANARIES` columns that are always zero, and `DUPLICATES` of real columns.

    A weight on a canary column has exactly zero gradient from the data: only a penalty or a decay
    moves it. Weights on a column and on its duplicate have equal gradients from the data, so that
    the difference between them tells the same story: who shrinks only the zero columns is caught.
    """

    name: WorldName = "real"

    def __init__(
        self, data: DataSet, seed: int, *, max_epochs: int, patience: int, batch_size: int
    ) -> None:
        super().__init__(data, seed)
        self.max_epochs, self.patience, self.batch_size = max_epochs, patience, batch_size
        self.train_size, self.validation_size = len(data.train), len(data.validation)
        if self.train_size % batch_size == 1 and batch_size > 1:
            # Batch normalization cannot be trained on a batch of one row: each pass leaves one out.
            self.train_size -= 1
        first = data.features
        self.canaries = list(range(first, first + CANARIES))
        varied = np.argsort(-data.train.inputs.std(axis=0), kind="stable")[:DUPLICATES]
        self.duplicates = [
            (int(column), first + CANARIES + index) for index, column in enumerate(varied)
        ]
        self.features = first + CANARIES + len(self.duplicates)

    @property
    def owned(self) -> list[int]:
        return self.canaries

    def widened(self, inputs: Floats) -> Floats:
        wide = np.zeros((len(inputs), self.features), np.float32)
        wide[:, : self.data.features] = inputs
        for column, duplicate in self.duplicates:
            wide[:, duplicate] = inputs[:, column]
        return wide

    def train_pass(self, number: int, cycle: int) -> list[Batch]:
        rows = self.generator(1, number).permutation(len(self.data.train))[: self.train_size]
        split = self.data.train
        return in_batches(self.widened(split.inputs[rows]), split.targets[rows], self.batch_size)

    def validation_pass(self, number: int, cycle: int) -> list[Batch]:
        split = self.data.validation
        return in_batches(self.widened(split.inputs), split.targets, self.batch_size)

    def initial_weights(self, weights: Matrix) -> Matrix:
        generator = self.generator(2)
        shape = (len(weights), CANARIES)
        sizes = np.exp(generator.uniform(np.log(SMALLEST), np.log(LARGEST), shape))
        sizes[:LARGE_UNITS, 0] *= LARGE_FACTOR
        patched = weights.copy()
        patched[:, self.canaries] = sizes * generator.choice([-1.0, 1.0], shape)
        return patched


class MicroWorld(RealWorld):
    """Twelve steps of the real world: the canaries read before anything has flattened them."""

    name: WorldName = "micro"
    STEPS = 12
    VALIDATION_BATCHES = 2

    def __init__(self, data: DataSet, seed: int, *, batch_size: int) -> None:
        super().__init__(data, seed, max_epochs=1, patience=1, batch_size=batch_size)
        self.train_size = self.STEPS * batch_size
        self.validation_size = min(self.VALIDATION_BATCHES * batch_size, len(data.validation))

    def train_pass(self, number: int, cycle: int) -> list[Batch]:
        rows = self.generator(3, number).choice(len(self.data.train), self.train_size)
        split = self.data.train
        return in_batches(self.widened(split.inputs[rows]), split.targets[rows], self.batch_size)

    def validation_pass(self, number: int, cycle: int) -> list[Batch]:
        split = self.data.validation
        inputs, targets = (
            split.inputs[: self.validation_size],
            split.targets[: self.validation_size],
        )
        return in_batches(self.widened(inputs), targets, self.batch_size)
