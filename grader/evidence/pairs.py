"""What the paired columns of the scripted world recorded: which passes the weights learned from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..observation import Matrix, Observation
from ..probes.script import Pair, ScriptWorld
from .matrices import input_matrices
from .timeline import Timeline

# Weights of an undisturbed pair differ by float32 rounding of sums at most (seen: below 1e-8 of
# their movement); a stamped pass moves them apart by 1e-4 and more.
STAMP = 1e-7
SEAL = 1e-6
TWIN = 1e-5
CONTROL = 1e-6
# Movement below this share of the weights' size is rounding, and no ratio of it means anything.
_NO_MOVEMENT = 3e-6
STILL = 1e-4


@dataclass(frozen=True, slots=True)
class PairReading:
    """Deviations of pairs: 0 where both columns' weights moved alike, up to 1.

    `twins` holds the median and the largest deviation of each cycle that was learned from. `readable`
    is False when weights were drawn anew, inputs were noised, or the first layer never
    moved: then nothing else here means anything.
    """

    readable: bool
    noisy: bool
    stamped: tuple[int, ...]
    seal: float
    twins: dict[int, tuple[float, float]]

    def last_stamped_cycle(self, timeline: Timeline) -> int | None:
        """The cycle whose data the returned weights learned from last; 0 if from none."""
        if not self.readable:
            return None
        return timeline.train.get(max(self.stamped)) if self.stamped else 0


_UNREADABLE = PairReading(False, False, (), 0.0, {})


def read_pairs(observation: Observation, world: ScriptWorld, timeline: Timeline) -> PairReading:
    """Reads the first of the input matrices."""
    matrices = input_matrices(observation)
    if not matrices or not np.isfinite(matrices[0].after).all():
        return _UNREADABLE
    before, after, pairs = matrices[0].before, matrices[0].after, world.pairs
    owned = world.owned
    size = float(np.linalg.norm(before[:, owned])) / len(owned) ** 0.5 + 1e-12
    still = float(np.linalg.norm(after[:, pairs.still[0]] - after[:, pairs.still[1]]))
    control = max(deviation(before, after, pair, size) for pair in pairs.control)
    moved = float(np.linalg.norm(after[:, owned] - before[:, owned]))
    dead = moved < 1e-6 * float(np.linalg.norm(before[:, owned]))
    noisy = still >= STILL * size or control >= CONTROL
    if noisy or dead:
        return PairReading(False, noisy and not dead, (), 0.0, {})
    count = min(max(timeline.train, default=0), len(pairs.stamps))
    stamped = tuple(
        number
        for number, pair in enumerate(pairs.stamps[:count], 1)
        if deviation(before, after, pair, size) > STAMP
    )
    twins = {}
    learned_cycles = {timeline.train[number] for number in stamped if number in timeline.train}
    for cycle, marked in pairs.twins.items():
        # Weights of an earlier epoch, or units that had died, know nothing of a later cycle.
        if cycle in learned_cycles:
            deviations = [deviation(before, after, pair, size) for pair in marked]
            twins[cycle] = float(np.median(deviations)), max(deviations)
    return PairReading(True, False, stamped, deviation(before, after, pairs.seal, size), twins)


def deviation(before: Matrix, after: Matrix, pair: Pair, size: float) -> float:
    """How far the two columns' weights came apart, as a share of how far they moved."""
    left, right = pair
    moved = float(
        np.linalg.norm(after[:, left] - before[:, left])
        + np.linalg.norm(after[:, right] - before[:, right])
    )
    if moved <= _NO_MOVEMENT * size:
        return 0.0
    return float(np.linalg.norm(after[:, left] - after[:, right])) / moved
