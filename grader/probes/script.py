"""A short world whose validation follows a script and whose columns record what touched them.

Its added columns come in pairs. Both columns of a pair start from equal weights and carry the same
small noise on every row, so whatever optimizer, decay or schedule runs, their weights stay equal
until the two columns are made to differ:

    still      zero for ever: unequal weights mean that weights were drawn anew or inputs were noised
    control    never differ: unequal weights mean randomness on the inputs (such as input dropout)
    stamps     differ in one training pass each: unequal weights mean that pass was learned from
    seal       differs in validation batches only: unequal weights mean validation data was learned
    twins      one sample stands twice in a batch, one copy marked on each column: unequal weights
               mean the two copies got different gradients, as dropout makes them

All columns keep one mean and variance in every pass, so that a program's own standardization or
batch normalization stays harmless.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..datasets import DataSet, Floats, Targets, Task
from ..observation import Matrix
from .world import Batch, World, in_batches

Pair = tuple[int, int]

STAMPS = 20
TWINS = 5
TWIN_CYCLES = (1, 3)
MARK = 0.5
NOISE = 0.05
STEPS = 40
VALIDATION_ROWS = 128

# How wrong validation is after each cycle: for classes the share of flipped labels, for regression
# an offset in units of three standard deviations. Good after cycles 1, 3 and 5, bad between and
# after; from 6 on it never gets as good again, but often better than the cycle before, so that a
# rule comparing with the previous cycle betrays itself.
GOOD_CYCLES = (1, 3, 5)
# In these bad cycles the last batch alone is right: who looks at nothing else takes them for good.
LAST_RIGHT_CYCLES = (2, 6, 8, 10)
_ALMOST = 0.875  # All batches but the last of eight.
_BAD = {0: 1.0, 2: _ALMOST, 4: 1.0, 6: _ALMOST, 7: 0.6, 8: _ALMOST, 9: 0.6, 10: _ALMOST} | {
    11: 0.6, 12: 1.0, 13: 0.6, 14: 1.0, 15: 0.5, 16: 0.62, 17: 0.75, 18: 0.88, 19: 1.0, 20: 1.0
}  # fmt: skip
_GOOD: dict[Task, dict[int, float]] = {
    # Small enough that cycle 1 beats an untrained model even for an over-confident learner.
    "classification": {1: 0.08, 3: 0.03, 5: 0.0},
    "regression": {1: 0.30, 3: 0.12, 5: 0.0},
}
# Wider steps between the good cycles, for a second look: no min_delta in use hides among them.
_GOOD_WIDE: dict[Task, dict[int, float]] = {
    "classification": {1: 0.40, 3: 0.16, 5: 0.0},
    "regression": {1: 0.50, 3: 0.25, 5: 0.0},
}
# Training labels are wrong in these cycles, so that a rule watching the training loss stops there.
POISONED_CYCLES = (12, 13, 14)
# Training noise fades until this cycle, so that the training loss keeps falling meanwhile.
LAST_NOISY_CYCLE = 10
LABEL_NOISE, TARGET_NOISE, INPUT_NOISE = 0.25, 1.2, 0.03


@dataclass(frozen=True, slots=True)
class Pairs:
    """Which columns are paired for what."""

    still: Pair
    control: tuple[Pair, ...]
    seal: Pair
    stamps: tuple[Pair, ...]
    twins: dict[int, tuple[Pair, ...]]

    @classmethod
    def beginning_at(cls, column: int) -> Pairs:
        """All pairs, in columns from `column` on."""
        count = 1 + 2 + 1 + STAMPS + TWINS * len(TWIN_CYCLES)
        pairs = [(column + 2 * index, column + 2 * index + 1) for index in range(count)]
        twins = pairs[4 + STAMPS :]
        return cls(
            still=pairs[0],
            control=tuple(pairs[1:3]),
            seal=pairs[3],
            stamps=tuple(pairs[4 : 4 + STAMPS]),
            twins={
                cycle: tuple(twins[index * TWINS : (index + 1) * TWINS])
                for index, cycle in enumerate(TWIN_CYCLES)
            },
        )

    @property
    def every(self) -> list[Pair]:
        """All pairs in order of their columns."""
        twins = [pair for pairs in self.twins.values() for pair in pairs]
        return [self.still, *self.control, self.seal, *self.stamps, *twins]


class ScriptWorld(World):
    """Twenty epochs at most of 40 small batches. `noise` 0 leaves nothing for input dropout to mask."""

    name = "script"
    max_epochs = 20
    batch_size = 16

    def __init__(
        self,
        data: DataSet,
        seed: int,
        *,
        patience: int = 3,
        wide: bool = False,
        noise: float = NOISE,
    ) -> None:
        super().__init__(data, seed)
        self.patience, self.noise = patience, noise
        self.script = _BAD | (_GOOD_WIDE if wide else _GOOD)[data.task]
        self.pairs = Pairs.beginning_at(data.features)
        self.features = data.features + 2 * len(self.pairs.every)
        self.train_size, self.validation_size = STEPS * self.batch_size, VALIDATION_ROWS
        self._validation_rows = self.generator(1).choice(len(data.validation), VALIDATION_ROWS)

    @property
    def owned(self) -> list[int]:
        return list(range(self.data.features, self.features))

    def badness(self, cycle: int) -> float:
        """How wrong validation is after that many training cycles, 0 to 1."""
        return self.script.get(cycle, 1.0)

    def train_pass(self, number: int, cycle: int) -> list[Batch]:
        generator = self.generator(2, number)
        split = self.data.train
        rows = generator.choice(len(split), self.train_size)
        inputs = split.inputs[rows] + INPUT_NOISE * generator.standard_normal(
            (self.train_size, self.data.features), np.float32
        )
        targets = self._noisy(split.targets[rows], cycle, generator)
        stamp = self.pairs.stamps[number - 1] if number <= STAMPS else None
        wide = self._with_pairs(inputs, stamp, generator)
        for index, pair in enumerate(self.pairs.twins.get(cycle, ())):
            self._plant_twins(wide, targets, index * self.batch_size, pair)
        return in_batches(wide, targets, self.batch_size)

    def _noisy(self, targets: Targets, cycle: int, generator: np.random.Generator) -> Targets:
        fading = max(0.0, (LAST_NOISY_CYCLE - cycle) / (LAST_NOISY_CYCLE - 1))
        noisy: Targets
        if self.task == "classification":
            wrong = generator.random(len(targets)) < LABEL_NOISE * fading
            anything = generator.integers(0, self.data.outputs, len(targets))
            noisy = np.where(wrong, anything, targets).astype(np.int64)
        else:
            offsets = generator.standard_normal(len(targets))
            noisy = (targets + TARGET_NOISE * fading * offsets).astype(np.float32)
        return generator.permutation(noisy) if cycle in POISONED_CYCLES else noisy

    def _plant_twins(self, wide: Floats, targets: Targets, row: int, pair: Pair) -> None:
        """Makes two rows one sample, marked on the one column and on the other of a pair."""
        wide[row + 1], targets[row + 1] = wide[row], targets[row]
        for left, right in self.pairs.stamps:
            wide[row : row + 2, left] = wide[row : row + 2, right]
        wide[row, pair[0]] += MARK
        wide[row + 1, pair[1]] += MARK

    def validation_pass(self, number: int, cycle: int) -> list[Batch]:
        split = self.data.validation
        inputs, targets = split.inputs[self._validation_rows], split.targets[self._validation_rows]
        badness = self.badness(cycle)
        last_right = cycle in LAST_RIGHT_CYCLES
        rows = len(targets) - (self.batch_size if last_right else 0)
        shifted: Targets
        if self.task == "classification":
            # Of a whole pass, the last batch is wrong as often as the others.
            order = self.generator(4).permutation(rows)
            flipped = order[: round(badness * len(targets))]
            shifted = targets.astype(np.int64)
            shifted[flipped] = (shifted[flipped] + 1) % self.data.outputs
        else:
            offsets = np.full(len(targets), 3.0 * badness)
            if last_right:
                offsets = np.where(np.arange(len(targets)) < rows, 3.0, 0.0)
            shifted = (targets + offsets).astype(np.float32)
        wide = self._with_pairs(inputs, self.pairs.seal, self.generator(3, number))
        return in_batches(wide, shifted, self.batch_size)

    def widened(self, inputs: Floats) -> Floats:
        return self._with_pairs(inputs, None, self.generator(5))

    def _with_pairs(
        self, inputs: Floats, differing: Pair | None, generator: np.random.Generator
    ) -> Floats:
        wide = np.zeros((len(inputs), self.features), np.float32)
        wide[:, : self.data.features] = inputs
        for pair in self.pairs.every:
            if pair == self.pairs.still:
                continue
            wide[:, pair[0]] = self.noise * generator.standard_normal(len(inputs))
            wide[:, pair[1]] = wide[:, pair[0]]
            if pair == differing:
                wide[:, pair[1]] = self._other(len(inputs), generator)
        return wide

    def _other(self, rows: int, generator: np.random.Generator) -> Floats:
        """What the second column of a differing pair carries."""
        if self.noise:
            return (self.noise * generator.standard_normal(rows)).astype(np.float32)
        return (0.25 * (generator.random(rows) < 0.25)).astype(np.float32)

    def initial_weights(self, weights: Matrix) -> Matrix:
        patched = weights.copy()
        for left, right in self.pairs.every:
            patched[:, right] = patched[:, left]
        return patched
