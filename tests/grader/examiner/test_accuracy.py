"""The figure on hidden data."""

from __future__ import annotations

import numpy as np
import pytest

from grader.datasets import Split
from grader.evidence.accuracy import constant_guess, has_learned, metric
from grader.observation import Matrix, Predictions

CLASSES = Split(np.zeros((4, 2), np.float32), np.array([0, 1, 2, 2]))
NUMBERS = Split(np.zeros((4, 2), np.float32), np.array([0, 1, 2, 3], np.float32))


def predictions(outputs: object) -> Predictions:
    matrix: Matrix = np.array(outputs, np.float64)
    return Predictions(matrix, matrix, matrix[:0], None, None)


def test_accuracy_is_the_share_of_right_classes() -> None:
    outputs = np.eye(3)[[0, 1, 2, 0]]
    assert metric(predictions(outputs), CLASSES, "classification") == 0.75


def test_rows_of_outputs_that_are_no_numbers_are_wrong() -> None:
    outputs = np.eye(3)[[0, 1, 2, 2]]
    outputs[0, 2] = np.nan
    assert metric(predictions(outputs), CLASSES, "classification") == 0.75


def test_r_squared_is_one_for_right_and_zero_for_the_mean() -> None:
    assert metric(predictions([[0], [1], [2], [3]]), NUMBERS, "regression") == 1.0
    assert metric(predictions([[1.5]] * 4), NUMBERS, "regression") == pytest.approx(0.0)


@pytest.mark.parametrize("bad", [np.nan, np.inf, 1e200, -1e6])
def test_hopeless_regression_is_minus_one(bad: float) -> None:
    assert metric(predictions([[bad]] * 4), NUMBERS, "regression") == -1.0


def test_learning_means_clearly_more_than_a_constant() -> None:
    assert constant_guess(CLASSES, "classification") == 0.5
    assert not has_learned(0.5, CLASSES, "classification")
    assert has_learned(0.75, CLASSES, "classification")
    assert not has_learned(0.0, NUMBERS, "regression")
