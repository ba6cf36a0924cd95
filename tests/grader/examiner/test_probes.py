"""The worlds keep the promises that the evidence rests on."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader import datasets
from grader.datasets import DataSet
from grader.probes.real import CANARIES, MicroWorld, RealWorld
from grader.probes.script import GOOD_CYCLES, STAMPS, TWIN_CYCLES, ScriptWorld
from grader.probes.world import Batch

IRIS = datasets.load("iris", "only for tests")
FRIEDMAN = datasets.load("friedman", "only for tests")


def real(data: DataSet = IRIS, seed: int = 3) -> RealWorld:
    return RealWorld(data, seed, max_epochs=10, patience=2, batch_size=16)


def stacked(batches: list[Batch]) -> tuple[np.ndarray, np.ndarray]:
    return (
        np.concatenate([batch.inputs for batch in batches]),
        np.concatenate([batch.targets for batch in batches]),
    )


def differing(inputs: np.ndarray, world: ScriptWorld) -> set[tuple[int, int]]:
    return {p for p in world.pairs.every if not np.array_equal(inputs[:, p[0]], inputs[:, p[1]])}


def test_canary_columns_are_zero_in_every_batch_of_the_real_world() -> None:
    world = real()
    for batches in (world.train_pass(1, 1), world.validation_pass(1, 1)):
        inputs, _ = stacked(batches)
        assert not inputs[:, world.canaries].any()
    assert not world.widened(IRIS.hidden.inputs)[:, world.canaries].any()


def test_duplicated_columns_are_equal_in_the_real_world() -> None:
    world = real()
    inputs, _ = stacked(world.train_pass(1, 1))
    for column, duplicate in world.duplicates:
        assert np.array_equal(inputs[:, column], inputs[:, duplicate])


def test_a_training_pass_holds_every_row_once_in_an_order_of_its_own() -> None:
    world = real()
    first, _ = stacked(world.train_pass(2, 2))
    second, _ = stacked(world.train_pass(3, 2))
    assert not np.array_equal(first, second)
    assert np.array_equal(np.sort(first, axis=0), np.sort(second, axis=0))


def test_initial_weights_change_canary_columns_only_and_span_two_decades() -> None:
    world = real()
    weights = np.ones((64, world.features))
    patched = world.initial_weights(weights)
    others = [column for column in range(world.features) if column not in world.canaries]
    assert np.array_equal(patched[:, others], weights[:, others])
    sizes = np.abs(patched[:, world.canaries])
    assert sizes.min() < 0.006
    assert sizes.max() > 0.5
    assert sizes.shape[1] == CANARIES


@pytest.mark.parametrize(("size", "left"), [(27, 80), (79, 79), (16, 80)])
def test_no_training_batch_of_a_single_row_breaks_batch_normalization(size: int, left: int) -> None:
    world = RealWorld(IRIS, 0, max_epochs=3, patience=1, batch_size=size)
    batches = world.train_pass(1, 1)
    assert min(len(batch.inputs) for batch in batches) > 1
    assert sum(len(batch.inputs) for batch in batches) == world.train_size == left


def test_the_micro_world_takes_twelve_steps() -> None:
    world = MicroWorld(IRIS, 0, batch_size=16)
    assert len(world.train_pass(1, 1)) == 12
    assert world.max_epochs == 1


@given(st.integers(1, 2 * STAMPS), st.integers(1, 20), st.sampled_from(["iris", "friedman"]))
@settings(max_examples=30, deadline=None)
def test_only_the_stamp_of_a_pass_and_the_twins_of_its_cycle_differ(
    number: int, cycle: int, name: str
) -> None:
    world = ScriptWorld({"iris": IRIS, "friedman": FRIEDMAN}[name], 5)
    inputs, _ = stacked(world.train_pass(number, cycle))
    expected = set(world.pairs.twins.get(cycle, ()))
    if number <= STAMPS:
        expected.add(world.pairs.stamps[number - 1])
    assert differing(inputs, world) == expected


@pytest.mark.parametrize("cycle", TWIN_CYCLES)
def test_twins_are_one_sample_marked_on_either_column(cycle: int) -> None:
    world = ScriptWorld(IRIS, 5)
    batches = world.train_pass(cycle, cycle)
    for batch, (left, right) in zip(batches, world.pairs.twins[cycle], strict=False):
        one, two = batch.inputs[0].copy(), batch.inputs[1].copy()
        assert batch.targets[0] == batch.targets[1]
        assert np.isclose(one[left] - one[right], 0.5)
        assert np.isclose(two[right] - two[left], 0.5)
        one[left], two[right] = one[right], two[left]
        assert np.array_equal(one, two)
    assert len(batches) == 40


def test_only_the_seal_differs_in_validation() -> None:
    world = ScriptWorld(IRIS, 5)
    inputs, _ = stacked(world.validation_pass(1, 2))
    assert differing(inputs, world) == {world.pairs.seal}
    assert not inputs[:, world.pairs.still].any()


def test_validation_is_right_after_good_cycles_and_wrong_after_the_others() -> None:
    world = ScriptWorld(IRIS, 5)
    _, right = stacked(world.validation_pass(1, 5))
    wrong_share = {}
    for cycle in range(9):
        _, targets = stacked(world.validation_pass(1, cycle))
        wrong_share[cycle] = float(np.mean(targets != right))
    assert all(wrong_share[cycle] < 0.1 for cycle in GOOD_CYCLES)
    assert all(wrong_share[cycle] > 0.5 for cycle in range(9) if cycle not in GOOD_CYCLES)
    assert wrong_share[5] < wrong_share[3] < wrong_share[1]


def test_initial_weights_of_a_pair_are_equal() -> None:
    world = ScriptWorld(IRIS, 5)
    weights = np.random.default_rng(0).standard_normal((8, world.features))
    patched = world.initial_weights(weights)
    for left, right in world.pairs.every:
        assert np.array_equal(patched[:, left], patched[:, right])
    assert np.array_equal(patched[:, : IRIS.features], weights[:, : IRIS.features])


@given(st.integers(0, 2**31), st.integers(1, 40))
@settings(max_examples=10, deadline=None)
def test_equal_seeds_give_equal_passes_in_any_order(seed: int, number: int) -> None:
    one, two = ScriptWorld(FRIEDMAN, seed), ScriptWorld(FRIEDMAN, seed)
    two.train_pass(number + 1, 1)
    first, second = stacked(one.train_pass(number, 3)), stacked(two.train_pass(number, 3))
    assert np.array_equal(first[0], second[0])
    assert np.array_equal(first[1], second[1])


@pytest.mark.parametrize(("cycle", "marked"), [(1, 1), (2, None), (3, 3), (8, 3)])
def test_the_graded_run_has_twins_in_its_first_cycle_and_from_the_third_on(
    cycle: int, marked: int | None
) -> None:
    world = real()
    inputs, targets = stacked(world.train_pass(cycle, cycle))
    columns = [column for pair in (world.still, *world.twins.values()) for column in pair]
    expected = {} if marked is None else {world.twins[marked][0], world.twins[marked][1]}
    assert {c for c in columns if inputs[:, c].any()} == set(expected)
    for row in np.flatnonzero(inputs[:, columns[0] : columns[-1] + 1].any(axis=1))[::2]:
        same = np.delete(inputs[row : row + 2], columns, axis=1)
        assert np.array_equal(same[0], same[1])
        assert targets[row] == targets[row + 1]


def test_added_columns_of_the_graded_run_say_nothing_of_hidden_rows() -> None:
    world = real()
    assert not world.widened(IRIS.hidden.inputs)[:, world.owned].any()
