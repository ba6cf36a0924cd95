"""Canary weights tell which penalty moved them, on simulated trainings."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.evidence.canaries import Movement, read_canaries, read_duplicates
from grader.evidence.shrinkage import adam_on_own_weight
from grader.observation import Matrix

COLUMNS = list(range(6))
STEPS = 300


def canaries(seed: int = 0, units: int = 64) -> Matrix:
    generator = np.random.default_rng(seed)
    sizes = np.exp(generator.uniform(np.log(0.004), np.log(0.5), (units, 6)))
    sizes[:16, 0] *= 8
    return np.asarray(sizes * generator.choice([-1.0, 1.0], sizes.shape))


def movement(before: Matrix, after: Matrix) -> Movement:
    rounded = after.astype(np.float32).astype(np.float64)
    first = before.astype(np.float32).astype(np.float64)
    return read_canaries(first, rounded, COLUMNS, STEPS).movement


def soft(weights: Matrix, amount: float) -> Matrix:
    return np.asarray(np.sign(weights) * np.maximum(np.abs(weights) - amount, 0))


def test_weights_that_stand_still_show_no_penalty() -> None:
    weights = canaries()
    assert movement(weights, weights) is Movement.NONE


@given(st.floats(1e-3, 0.8), st.integers(0, 100))
@settings(max_examples=30, deadline=None)
def test_one_factor_for_all_weights_is_l2(decay: float, seed: int) -> None:
    weights = canaries(seed)
    assert movement(weights, (1 - decay) * weights) is Movement.L2


@given(st.floats(1e-3, 0.05), st.integers(0, 100))
@settings(max_examples=30, deadline=None)
def test_one_amount_for_all_weights_is_l1(amount: float, seed: int) -> None:
    weights = canaries(seed)
    assert movement(weights, soft(weights, amount)) is Movement.L1


@pytest.mark.parametrize("rate", [0.02, 0.05, 0.1])
def test_l2_through_adam_is_told_from_l1(rate: float) -> None:
    weights = canaries()
    assert movement(weights, adam_on_own_weight(weights, rate, STEPS)) is Movement.L2


def test_amount_and_factor_together_are_both() -> None:
    weights = canaries()
    assert movement(weights, soft(0.8 * weights, 0.01)) is Movement.BOTH


def test_growing_weights_are_the_wrong_sign() -> None:
    weights = canaries()
    assert movement(weights, 1.2 * weights) is Movement.GREW


def test_everything_at_zero_is_a_penalty_of_unknown_kind() -> None:
    weights = canaries()
    assert movement(weights, 1e-6 * weights) is Movement.EITHER


def test_a_factor_for_each_unit_is_no_penalty() -> None:
    weights = canaries()
    factors = np.random.default_rng(1).uniform(0.5, 1.0, (len(weights), 1))
    assert movement(weights, factors * weights) is Movement.RESCALED


def test_noise_is_no_penalty() -> None:
    weights = canaries()
    noise = 0.05 * np.random.default_rng(1).standard_normal(weights.shape)
    assert movement(weights, weights + noise) is Movement.UNKNOWN


def test_weights_that_are_no_numbers_tell_nothing() -> None:
    weights = canaries()
    assert movement(weights, weights * np.nan) is Movement.UNKNOWN


@given(st.floats(0.1, 1.0), st.integers(0, 50))
@settings(max_examples=20, deadline=None)
def test_the_difference_of_duplicates_shrinks_with_all_weights(factor: float, seed: int) -> None:
    generator = np.random.default_rng(seed)
    before = generator.standard_normal((32, 4))
    learned = generator.standard_normal((32, 1))
    after = factor * before + learned
    reading = read_duplicates(before, after, [(0, 2), (1, 3)])
    assert reading.ratio == pytest.approx(factor)
    assert reading.deviation < 1e-9
