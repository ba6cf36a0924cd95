"""A data set as it is: no canaries, no script. For networks whose inputs are not rows of features."""

from __future__ import annotations

from ..datasets import DataSet, Floats
from ..observation import Matrix, WorldName
from .world import Batch, World, in_batches


class PlainWorld(World):
    """Training rows in a new order each pass, validation rows in one order."""

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
        self.features = data.features

    @property
    def owned(self) -> list[int]:
        return []

    def widened(self, inputs: Floats) -> Floats:
        return inputs

    def train_pass(self, number: int, cycle: int) -> list[Batch]:
        rows = self.generator(1, number).permutation(len(self.data.train))[: self.train_size]
        split = self.data.train
        return in_batches(split.inputs[rows], split.targets[rows], self.batch_size)

    def validation_pass(self, number: int, cycle: int) -> list[Batch]:
        split = self.data.validation
        return in_batches(split.inputs, split.targets, self.batch_size)

    def initial_weights(self, weights: Matrix) -> Matrix:
        return weights
