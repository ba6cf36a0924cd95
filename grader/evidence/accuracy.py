"""The figure on hidden data: the share of right classes, or R squared."""

from __future__ import annotations

import numpy as np

from ..datasets import Split, Task
from ..observation import Predictions

# A program has learned something when it beats the constant guess by this much.
_LEARNED: dict[Task, float] = {"classification": 0.12, "regression": 0.10}


def metric(predictions: Predictions, hidden: Split, task: Task) -> float:
    """Accuracy in 0..1, or R squared (1 - squared error / variance, at most 1, at least -1).

    Outputs that are no numbers are wrong for classes; for regression they make the figure -1.
    """
    outputs = predictions.evaluation
    if task == "classification":
        chosen = np.where(np.isfinite(outputs).all(axis=1), outputs.argmax(axis=1), -1)
        return float(np.mean(chosen == hidden.targets))
    error = outputs[:, 0] - hidden.targets
    if not np.isfinite(error).all():
        return -1.0
    with np.errstate(over="ignore"):
        share = float(np.mean(error**2) / np.var(hidden.targets.astype(np.float64)))
    return max(-1.0, 1.0 - share)


def constant_guess(hidden: Split, task: Task) -> float:
    """The figure that the best constant answer reaches."""
    if task == "classification":
        return float(np.bincount(hidden.targets.astype(np.int64)).max() / len(hidden))
    return 0.0


def has_learned(figure: float, hidden: Split, task: Task) -> bool:
    """Whether the figure is clearly above that of a constant answer."""
    return figure > constant_guess(hidden, task) + _LEARNED[task]
