"""The figure on hidden data: the share of right classes, or R squared."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..datasets import Split, Targets, Task
from ..observation import Matrix, Predictions

# Fewer hidden rows than these count all: a third less would make the figure too coarse.
_LEAST_SHARED = 300
# A program has learned something when it beats the constant guess by this much.
_LEARNED: dict[Task, float] = {"classification": 0.12, "regression": 0.10}


def counted(hidden: int) -> slice:
    """The hidden rows that points rest on. The others, if any, are shown by class and count nothing:
    what can be read out of a picture is then no label that a score depends on.
    """
    return slice(0, hidden if hidden < _LEAST_SHARED else hidden - hidden // 3)


def shown(hidden: int) -> slice:
    """The hidden rows that never count; empty where there are too few to spare."""
    return slice(counted(hidden).stop, hidden)


def metric(predictions: Predictions, hidden: Split, task: Task) -> float:
    """The figure on the hidden rows that count."""
    rows = counted(len(hidden))
    return figure(predictions.evaluation[rows], hidden.targets[rows], task)


def chosen_classes(outputs: Matrix) -> NDArray[np.int64]:
    """The class of the largest output; -1 where an output is no number."""
    return np.where(np.isfinite(outputs).all(axis=1), outputs.argmax(axis=1), -1)


def figure(outputs: Matrix, targets: Targets, task: Task) -> float:
    """Accuracy in 0..1, or R squared (1 - squared error / variance, at most 1, at least -1).

    Outputs that are no numbers are wrong for classes; for regression they make the figure -1.
    """
    if task == "classification":
        return float(np.mean(chosen_classes(outputs) == targets))
    error = outputs[:, 0] - targets
    if not np.isfinite(error).all():
        return -1.0
    with np.errstate(over="ignore"):
        share = float(np.mean(error**2) / np.var(targets.astype(np.float64)))
    return max(-1.0, 1.0 - share)


def constant_guess(hidden: Split, task: Task) -> float:
    """The figure that the best constant answer reaches."""
    if task == "classification":
        return float(np.bincount(hidden.targets.astype(np.int64)).max() / len(hidden))
    return 0.0


def has_learned(figure: float, hidden: Split, task: Task) -> bool:
    """Whether the figure is clearly above that of a constant answer."""
    return figure > constant_guess(hidden, task) + _LEARNED[task]
