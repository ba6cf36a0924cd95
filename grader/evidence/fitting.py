"""How well a trained model does on the data it learned from, and on data it did not."""

from __future__ import annotations

import numpy as np

from ..datasets import DataSet, Split, Targets, Task
from ..observation import Matrix
from ..report import Fit
from .accuracy import figure

# Enough rows for figures to a hundredth; more would only cost time.
MOST_ROWS = 1000
_DECIMALS = 4


def rows_of(data: DataSet) -> tuple[Split, Split]:
    """The training and the validation rows that are looked at."""
    return (
        Split(data.train.inputs[:MOST_ROWS], data.train.targets[:MOST_ROWS]),
        Split(data.validation.inputs[:MOST_ROWS], data.validation.targets[:MOST_ROWS]),
    )


def read_fit(outputs: Matrix, data: DataSet) -> Fit | None:
    """From outputs in evaluation mode on both parts of `rows_of`, one below the other.

    None where the outputs are no numbers.
    """
    train, validation = rows_of(data)
    on_train, on_validation = outputs[: len(train)], outputs[len(train) :]
    if not np.isfinite(outputs).all():
        return None
    return Fit(
        train=round(figure(on_train, train.targets, data.task), _DECIMALS),
        validation=round(figure(on_validation, validation.targets, data.task), _DECIMALS),
        train_loss=_loss(on_train, train.targets, data.task),
        validation_loss=_loss(on_validation, validation.targets, data.task),
    )


def _loss(outputs: Matrix, targets: Targets, task: Task) -> float:
    """Mean cross-entropy of logits (equal for log-probabilities), or mean squared error."""
    if task == "regression":
        return round(float(np.mean((outputs[:, 0] - targets) ** 2)), _DECIMALS)
    shifted = outputs - outputs.max(axis=1, keepdims=True)
    log_sums = np.log(np.exp(shifted).sum(axis=1))
    picked = shifted[np.arange(len(targets)), targets.astype(np.int64)]
    return round(float(np.mean(log_sums - picked)), _DECIMALS)
