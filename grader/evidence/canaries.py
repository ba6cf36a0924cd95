"""What moved the weights of columns that were zero all along: the kind of weight penalty, if any."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from ..observation import Matrix
from .shrinkage import Fits, Law

# float32 rounding of a weight that is written back unchanged moves it by at most this share.
_ROUNDING = 2e-7
_NOTHING_AT_ALL = 1e-9
# So many units show any law; a layer of a million would only cost time.
_MOST_ROWS = 512
# No penalty makes a weight of size 1 into this.
_EXPLODED = 1e6
# Weights that kept this share of their size can still tell a law; fewer than twelve cannot.
_ALIVE, _LEAST_ALIVE = 0.15, 12
# A law fits when it leaves less than this of the movement unexplained. Laws that did act leave well
# under 1 %, the others over 15 %.
_FITS = 0.06
# Below this movement float32 rounding blurs the shape of a law, and only its slope is read.
_TINY = 2e-4
_L2_SLOPE, _L1_SLOPE = 0.7, 0.3


class Movement(StrEnum):
    """What the weights of always-zero columns did."""

    NONE = "none"
    L1 = "l1"
    L2 = "l2"
    BOTH = "l1 and l2"
    EITHER = "l1 or l2"
    GREW = "grew"
    RESCALED = "rescaled by rows"
    SHRUNK = "shrunk"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CanaryReading:
    """The movement, how far the weights went on the whole, and the laws where they were fitted."""

    movement: Movement
    moved: float = 0.0
    kept: float = 1.0
    proportional: Law | None = None
    soft: Law | None = None
    elastic: Law | None = None
    adam: Law | None = None


def read_canaries(before: Matrix, after: Matrix, columns: list[int], steps: int) -> CanaryReading:
    """Judges one matrix (units, features); `steps` is the number of batches trained on."""
    before, after = before[:_MOST_ROWS], after[:_MOST_ROWS]
    first, last = before[:, columns].ravel(), after[:, columns].ravel()
    if not np.isfinite(last).all() or bool(np.any(np.abs(last) > _EXPLODED)):
        return CanaryReading(Movement.UNKNOWN)
    change = first - last
    moved = float(np.sqrt(np.mean(change**2)))
    if moved <= _NOTHING_AT_ALL or bool(np.all(np.abs(change) <= _ROUNDING * np.abs(first))):
        return CanaryReading(Movement.NONE, moved)
    shrinking = change * np.sign(first)
    grown = float(np.mean(shrinking < 0))
    alive = (np.abs(last) > _ALIVE * np.abs(first)) & (first * last > 0)
    kept = float(np.median(np.abs(last)) / np.median(np.abs(first)))
    if int(alive.sum()) < _LEAST_ALIVE:
        # Everything went to nothing: a penalty did it, but its law cannot be read from the end.
        collapsed = grown < 0.35 and kept < 0.5
        return CanaryReading(Movement.EITHER if collapsed else Movement.UNKNOWN, moved, kept)
    fits = Fits(first[alive], last[alive])
    if grown > 0.9:
        return CanaryReading(Movement.GREW, moved, kept, fits.proportional())
    if moved < _TINY * float(np.sqrt(np.mean(first**2))):
        return CanaryReading(_tiny(fits, grown), moved, kept)
    rows = np.repeat(np.arange(len(before)), len(columns))[alive]
    within = float(np.mean(np.abs(last) < np.abs(first) + 1e-9))
    return _shape(fits, rows, steps, moved, kept, grown < 0.1 and within > 0.9)


def _tiny(fits: Fits, grown: float) -> Movement:
    slope = fits.slope()
    if slope is None or grown >= 0.1:
        return Movement.UNKNOWN
    if slope > _L2_SLOPE:
        return Movement.L2
    return Movement.L1 if slope < _L1_SLOPE else Movement.EITHER


def _shape(
    fits: Fits, rows: NDArray[np.int64], steps: int, moved: float, kept: float, all_shrank: bool
) -> CanaryReading:
    proportional, soft, elastic = fits.proportional(), fits.soft_threshold(), fits.elastic()

    def reading(movement: Movement, adam: Law | None = None) -> CanaryReading:
        return CanaryReading(movement, moved, kept, proportional, soft, elastic, adam)

    def beaten_by_both(residual: float) -> bool:
        # Two coefficients always fit a little better than one; five times better is no accident.
        real = elastic.strength > 0 and elastic.factor < 1 - 1e-5
        return residual > 2e-3 and elastic.residual < 0.2 * residual and real

    if proportional.residual < _FITS:
        return reading(Movement.BOTH if beaten_by_both(proportional.residual) else Movement.L2)
    adam = fits.adam(steps)
    if (
        soft.residual < _FITS
        and beaten_by_both(soft.residual)
        and elastic.residual < 0.2 * adam.residual
    ):
        return reading(Movement.BOTH)
    # Both act visibly on a middling weight, and neither L1 alone nor Adam's curve does as well.
    balanced = (1 - elastic.factor) * float(np.median(fits.size)) > 0.05 * elastic.strength
    better = elastic.residual < min(0.5 * soft.residual, 0.7 * adam.residual)
    if elastic.residual < _FITS and balanced and better:
        return reading(Movement.BOTH)
    best, second = sorted(
        [(soft.residual, Movement.L1), (adam.residual, Movement.L2)], key=lambda law: law[0]
    )
    if best[0] < _FITS:
        clear = second[0] > 2 * best[0] + 0.005
        return reading(best[1] if clear else Movement.EITHER, adam)
    if fits.by_rows(rows) < _FITS:
        return reading(Movement.RESCALED)
    return reading(Movement.SHRUNK if all_shrank else Movement.UNKNOWN)


@dataclass(frozen=True, slots=True)
class DuplicateReading:
    """How the difference between a column's weights and its duplicate's shrank: ratio, deviation."""

    ratio: float
    deviation: float


def read_duplicates(
    before: Matrix, after: Matrix, pairs: list[tuple[int, int]]
) -> DuplicateReading:
    """Equal data gradients cancel in the difference; a decay of all weights shrinks it alike."""
    left, right = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    first = (before[:, left] - before[:, right]).ravel()
    last = (after[:, left] - after[:, right]).ravel()
    size = float(first @ first) + 1e-30
    ratio = float(first @ last) / size
    return DuplicateReading(ratio, float(np.linalg.norm(last - ratio * first)) / size**0.5)
