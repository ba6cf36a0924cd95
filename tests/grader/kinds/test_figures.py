"""Figures on hidden data: right ones, the naive method at zero, no number at the bottom."""

from __future__ import annotations

import numpy as np
import pytest

from grader.evidence.figures import energy_distance, figure, macro_f1
from grader.shaped import METRICS, SHAPED, ShapedSet, load_shaped


def hidden(name: str) -> ShapedSet:
    return load_shaped(name, "only for tests")


def perfect(shaped: ShapedSet) -> np.ndarray:
    targets = shaped.data.hidden.targets
    if shaped.task in ("classification", "language"):
        return 50.0 * np.eye(shaped.answer[-1])[targets.astype(np.int64)]
    return targets.astype(np.float64)


@pytest.mark.parametrize("name", sorted(SHAPED))
def test_perfect_answers_have_the_figure_one(name: str) -> None:
    shaped = hidden(name)
    for metric in METRICS[shaped.task]:
        assert figure(metric, perfect(shaped), shaped) == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize("name", ["series", "noisy_pictures", "rings"])
def test_the_naive_method_has_the_figure_zero(name: str) -> None:
    shaped = hidden(name)
    metric = METRICS[shaped.task][0]
    assert figure(metric, shaped.naive, shaped) == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("name", sorted(SHAPED))
def test_outputs_that_are_no_numbers_are_worth_nothing(name: str) -> None:
    shaped = hidden(name)
    outputs = perfect(shaped)
    outputs[0] = np.nan
    for metric in METRICS[shaped.task]:
        assert figure(metric, outputs, shaped) <= 0.0


def test_macro_f1_counts_rare_classes_as_much_as_frequent_ones() -> None:
    targets = np.array([0] * 9 + [1])
    assert macro_f1(np.zeros(10, np.int64), targets) == pytest.approx((18 / 19 + 0) / 2)
    assert macro_f1(targets, targets) == 1.0


def test_equal_samples_have_no_distance() -> None:
    points = np.random.default_rng(1).normal(size=(60, 2))
    assert energy_distance(points, points) == pytest.approx(0.0, abs=1e-12)
    assert energy_distance(points, points + 3.0) > 1.0


@pytest.mark.parametrize("name", sorted(SHAPED))
def test_a_set_is_drawn_from_the_secret_alone(name: str) -> None:
    again = load_shaped.__wrapped__(name, "only for tests")
    assert again.data.digest == hidden(name).data.digest
    assert load_shaped(name, "another").data.digest != again.data.digest


def test_no_hidden_window_holds_anothers_answer() -> None:
    inputs = hidden("series").data.hidden.inputs[:, :, 0]
    targets = hidden("series").data.hidden.targets
    windows = np.lib.stride_tricks.sliding_window_view(inputs, targets.shape[1], axis=1)
    known = {row.tobytes() for row in np.ascontiguousarray(windows).reshape(-1, targets.shape[1])}
    assert not any(np.ascontiguousarray(row).tobytes() in known for row in targets)
