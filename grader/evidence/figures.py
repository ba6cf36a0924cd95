"""Figures on hidden data, each such that more is better. Outputs that are no numbers score lowest."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..shaped import Metric, ShapedSet

Array = NDArray[np.float64]
_LOWEST = -1.0
# The energy distance is of all pairs: so many points of each sample enter.
_MOST_POINTS = 500


def figure(metric: Metric, outputs: Array, shaped: ShapedSet) -> float:
    """The metric of outputs (N, ...) on the hidden part of the set.

    accuracy   share of rows whose largest output is the right class
    macro_f1   mean over classes of the harmonic mean of precision and recall
    r2         1 - squared error / variance of the targets
    skill      1 - error / naive error: absolute error of forecasts, squared error of
               reconstructions, negative log likelihood of the next word or note
    distance   1 - energy distance to the hidden points / that of the naive sample
    """
    if not np.isfinite(outputs).all():
        return 0.0 if metric in ("accuracy", "macro_f1") else _LOWEST
    targets = shaped.data.hidden.targets
    match metric:
        case "accuracy":
            return float(np.mean(outputs.argmax(axis=-1) == targets))
        case "macro_f1":
            return macro_f1(outputs.argmax(axis=-1), targets.astype(np.int64))
        case "r2":
            error = np.mean((outputs - targets) ** 2)
            return max(_LOWEST, float(1.0 - error / np.var(targets.astype(np.float64))))
        case "skill":
            return max(_LOWEST, 1.0 - _error(outputs, shaped) / _naive_error(shaped))
        case "distance":
            points = np.asarray(targets, np.float64)
            naive = energy_distance(shaped.naive, points)
            return max(_LOWEST, 1.0 - energy_distance(outputs, points) / naive)


def macro_f1(chosen: NDArray[np.int64], targets: NDArray[np.int64]) -> float:
    """The mean over the classes that occur of 2 TP / (2 TP + FP + FN)."""
    scores = []
    for label in np.unique(targets):
        hit = float(np.sum((chosen == label) & (targets == label)))
        wrong = float(np.sum((chosen == label) != (targets == label)))
        scores.append(2 * hit / (2 * hit + wrong) if hit else 0.0)
    return float(np.mean(scores))


def energy_distance(first: Array, second: Array) -> float:
    """2 E|X - Y| - E|X - X'| - E|Y - Y'|, from samples (n, features); zero for equal distributions."""
    one, other = first[:_MOST_POINTS], second[:_MOST_POINTS]
    between, within, within_other = (
        _spread(a, b) for a, b in ((one, other), (one, one), (other, other))
    )
    return max(0.0, 2 * between - within - within_other)


def _spread(first: Array, second: Array) -> float:
    difference = first[:, None, :] - second[None, :, :]
    return float(np.mean(np.sqrt(np.sum(difference**2, axis=-1))))


def _error(outputs: Array, shaped: ShapedSet) -> float:
    targets = shaped.data.hidden.targets
    if shaped.task == "language":
        shifted = outputs - outputs.max(axis=-1, keepdims=True)
        logs = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
        return float(-np.mean(np.take_along_axis(logs, targets[..., None].astype(np.int64), -1)))
    if shaped.task == "forecast":
        return float(np.mean(np.abs(outputs - targets)))
    return float(np.mean((outputs - targets) ** 2))


def _naive_error(shaped: ShapedSet) -> float:
    targets = shaped.data.hidden.targets
    if shaped.task == "language":
        return float(-np.mean(np.log(shaped.naive)))
    if shaped.task == "forecast":
        return float(np.mean(np.abs(shaped.naive - targets)))
    return float(np.mean((shaped.naive - targets) ** 2))
