"""The graded data, widened by columns on which a weight penalty cannot hide."""

from __future__ import annotations

import numpy as np

from ..datasets import DataSet, Floats, Targets
from ..observation import Matrix, WorldName
from .world import Batch, World, in_batches

CANARIES = 6
DUPLICATES = 2
# Twins of the first cycle, and those of every cycle from the third on; so many pairs of rows a pass.
TWIN_CYCLES = (1, 3)
TWINS = 3
MARK = 0.5
# Initial sizes of canary weights: every decade of shrinkage leaves some that can still be read.
SMALLEST, LARGEST = 0.004, 0.5
# A few larger ones are still alive when an adaptive optimizer has moved all others to zero.
LARGE_UNITS, LARGE_FACTOR = 16, 8.0


class RealWorld(World):
    """Real data, `CANARIES` columns that are always zero, `DUPLICATES` of real columns, and twins.

    A weight on a canary column has exactly zero gradient from the data: only a penalty or a decay
    moves it. Weights on a column and on its duplicate have equal gradients from the data, so that
    the difference between them tells the same story: who shrinks only the zero columns is caught.

    Twins are two rows of one batch that are one sample, marked on one column and on another that
    began with equal weights and are zero everywhere else: unequal weights mean that the copies got
    different gradients, as dropout makes them. `still` never carries a mark and tells what happens to
    such weights without one.
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
        free = first + CANARIES + len(self.duplicates)
        self.still = free, free + 1
        self.twins = {
            cycle: (free + 2 + 2 * index, free + 3 + 2 * index)
            for index, cycle in enumerate(TWIN_CYCLES)
        }
        self.features = free + 2 + 2 * len(TWIN_CYCLES)

    @property
    def owned(self) -> list[int]:
        return [*self.canaries, *range(self.still[0], self.features)]

    def widened(self, inputs: Floats) -> Floats:
        wide = np.zeros((len(inputs), self.features), np.float32)
        wide[:, : self.data.features] = inputs
        for column, duplicate in self.duplicates:
            wide[:, duplicate] = inputs[:, column]
        return wide

    def train_pass(self, number: int, cycle: int) -> list[Batch]:
        rows = self.generator(1, number).permutation(len(self.data.train))[: self.train_size]
        split = self.data.train
        wide, targets = self.widened(split.inputs[rows]), split.targets[rows]
        if self.batch_size > 1:
            self._plant_twins(wide, targets, self.twins.get(min(cycle, TWIN_CYCLES[-1])))
        return in_batches(wide, targets, self.batch_size)

    def _plant_twins(self, wide: Floats, targets: Targets, pair: tuple[int, int] | None) -> None:
        if pair is None:
            return
        for row in range(0, min(TWINS * self.batch_size, len(wide) - 1), self.batch_size):
            wide[row + 1], targets[row + 1] = wide[row], targets[row]
            wide[row, pair[0]] = wide[row + 1, pair[1]] = MARK

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
        patched[:, self.still[0] :] = patched[:, self.still[:1]]
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
