"""The order in which passes were asked for, as epochs.

A cycle is a run of training passes; it is validated when a validation pass follows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ..observation import Pass


@dataclass(frozen=True, slots=True)
class Timeline:
    """Cycle of each training pass, and cycle after which each validation pass came (0: before any).

    `last_validated` is the number of the last cycle that was validated: the epoch training stopped at.
    """

    train: dict[int, int]
    validation: dict[int, int]
    cycles: int
    last_validated: int
    train_coverage: float
    validation_coverage: float


def read_timeline(log: Sequence[Pass]) -> Timeline:
    """The log of passes as epochs. Passes nobody took a batch of do not count."""
    cycles = last = 0
    previous: str | None = None
    train: dict[int, int] = {}
    validation: dict[int, int] = {}
    for entry in log:
        if entry.batches_asked == 0:
            continue
        if entry.kind == "train":
            cycles += previous != "train"
            train[entry.number] = cycles
        else:
            validation[entry.number] = cycles
            last = cycles or last
        previous = entry.kind
    return Timeline(
        train, validation, cycles, last, _coverage(log, "train"), _coverage(log, "validation")
    )


def _coverage(log: Sequence[Pass], kind: str) -> float:
    """The median part of a pass that was taken; one look at a first batch does not lower it."""
    parts = [entry.coverage for entry in log if entry.kind == kind and entry.batches_asked]
    return median(parts) if parts else 0.0
