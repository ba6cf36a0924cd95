"""Which law moved weights that no data could move: fits of a set of weights before and after.

Relative shrinkage tells the laws apart: constant under L2 or weight decay, inversely proportional to
the weight's size under L1, and bent between the two where Adam rescales an L2 gradient. So every
residual is taken relative to the initial size, that each decade of sizes counts alike.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]

# Factors tried around the best strength so far, from coarse to fine.
_FACTORS = (0.9, 1.1, 0.97, 1.03, 0.995, 1.005, 0.999, 1.001)
_SEARCHES = 30
_ADAM_SEARCHES = 12
# Adam's curve depends on the sum of learning rates, hardly on the number of steps beyond this.
_MOST_ADAM_STEPS = 400
# A row's one factor is contradicted by three weights of it or more; so many rows must be like that.
_LEAST_IN_ROW, _LEAST_ROWS = 3, 4


@dataclass(frozen=True, slots=True)
class Law:
    """A fitted law: its residual (0 is exact, 1 explains nothing) and its strength."""

    residual: float
    strength: float
    factor: float = 1.0


def adam_on_own_weight(before: Vector, summed_rate: float, steps: int) -> Vector:
    """Weights after Adam (Kingma and Ba, 2015) steps whose only gradient is the weight itself.

    The size of the L2 coefficient cancels as long as it is large against Adam's epsilon. So the
    course of a weight depends on its size in learning rates alone, and is looked up in a table.
    """
    rate = summed_rate / steps
    sizes, losses = _adam_table(steps)
    size = np.abs(before)
    return np.asarray(np.sign(before) * (size - rate * np.interp(size / rate, sizes, losses)))


@functools.lru_cache(maxsize=64)
def _adam_table(steps: int) -> tuple[Vector, Vector]:
    """Sizes of weights, and what they lose in so many steps of rate 1; beyond the last, as much."""
    sizes = np.geomspace(1e-3, 1e7, 4000)
    return sizes, sizes - _adam(sizes, 1.0, steps)


def _adam(before: Vector, rate: float, steps: int) -> Vector:
    weights = before.copy()
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, steps + 1):
        mean = 0.9 * mean + 0.1 * weights
        square = 0.999 * square + 0.001 * weights * weights
        corrected = np.sqrt(square / (1 - 0.999**step)) + 1e-12
        weights = weights - rate * (mean / (1 - 0.9**step)) / corrected
    return weights


class Fits:
    """Fits of one set of weights, `before` and `after`, all alive and of unchanged sign."""

    def __init__(self, before: Vector, after: Vector) -> None:
        self.before, self.after = before, after
        self.size = np.abs(before)
        self._weight = 1.0 / self.size
        self._moved = float(np.mean(((before - after) * self._weight) ** 2))
        self.loss = (before - after) * np.sign(before)

    def residual(self, predicted: Vector) -> float:
        """Root mean square of the relative error, over that of predicting no change."""
        error = float(np.mean(((self.after - predicted) * self._weight) ** 2))
        return float(np.sqrt(error / self._moved)) if self._moved > 0 else 1.0

    def proportional(self) -> Law:
        """after = factor * before: L2 under plain gradient descent, or decoupled weight decay."""
        weight = self._weight**2
        factor = float((self.before * self.after * weight).sum() / (self.before**2 * weight).sum())
        return Law(self.residual(factor * self.before), 1 - factor, factor)

    def soft_threshold(self) -> Law:
        """after = sign(before) * max(|before| - strength, 0): L1."""
        return self._search(self._thresholded, self._strengths(), _SEARCHES)

    def elastic(self) -> Law:
        """after = sign(before) * max(factor * |before| - strength, 0): L1 and L2 together."""
        basis = np.stack([self.size * self._weight, -self._weight], 1)
        target = np.abs(self.after) * self._weight
        (factor, strength), *_ = np.linalg.lstsq(basis, target, rcond=None)
        if strength <= 0 or factor >= 1:
            return Law(9.0, 0.0, 1.0)
        residual = self.residual(self._thresholded(float(strength), float(factor)))
        return Law(residual, float(strength), float(factor))

    def adam(self, steps: int) -> Law:
        """L2 whose gradient goes through Adam."""
        count = max(2, min(steps, _MOST_ADAM_STEPS))
        strengths = self._strengths()
        return self._search(
            lambda rate: adam_on_own_weight(self.before, rate, count),
            [*strengths, 1.5 * strengths[-1]],
            _ADAM_SEARCHES,
        )

    def by_rows(self, rows: NDArray[np.int64]) -> float:
        """Residual of one factor for each row: a norm constraint or weight normalization.

        1 (nothing explained) where hardly any row has weights enough to contradict its own factor.
        """
        weight, count = self._weight**2, int(rows.max()) + 1
        full = np.bincount(rows, minlength=count) >= _LEAST_IN_ROW
        telling = full[rows]
        if int(full.sum()) < _LEAST_ROWS or not telling.mean() > 0.5:
            return 1.0
        both = np.bincount(rows, self.before * self.after * weight, count)
        own = np.bincount(rows, self.before**2 * weight, count)
        predicted = (both / np.maximum(own, 1e-30))[rows] * self.before
        error = ((self.after - predicted) * self._weight)[telling]
        moved = ((self.after - self.before) * self._weight)[telling]
        return float(np.sqrt(np.mean(error**2) / max(float(np.mean(moved**2)), 1e-300)))

    def slope(self) -> float | None:
        """Slope of log shrinkage against log size: 1 under L2, 0 under L1; None with too few."""
        shrunk = self.loss > 0
        if int(shrunk.sum()) <= 12:
            return None
        return float(np.polyfit(np.log(self.size[shrunk]), np.log(self.loss[shrunk]), 1)[0])

    def _thresholded(self, strength: float, factor: float = 1.0) -> Vector:
        kept = np.maximum(factor * self.size - strength, 0)
        return np.asarray(np.sign(self.before) * kept)

    def _strengths(self) -> list[float]:
        return [float(q) for q in np.quantile(self.loss, [0.1, 0.25, 0.5, 0.75, 0.9, 1.0])]

    def _search(
        self, law: Callable[[float], Vector], starts: Iterable[float], searches: int
    ) -> Law:
        positive = [start for start in starts if start > 0]
        if not positive:
            return Law(9.0, 0.0)
        best, strength = min((self.residual(law(start)), start) for start in positive)
        for _ in range(searches):
            tried = min((self.residual(law(strength * f)), strength * f) for f in _FACTORS)
            if tried[0] >= best:
                break
            best, strength = tried
        return Law(best, strength)
