"""What the graded run itself says: twins, penalties done at once, and stopping that does not fit."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from grader.evidence.canaries import CanaryReading, Movement
from grader.evidence.graded import held_against, ran_on
from grader.evidence.penalty import Canaries, judge_penalty, shrank_at_once
from grader.evidence.reading import Opinion, Reading
from grader.evidence.shrinkage import Law
from grader.evidence.twins import read_twins
from grader.observation import History, InputLayer, Observation
from grader.observing import Examination
from grader.probes.real import RealWorld
from grader.report import Verdict

from .synthetic import IRIS, alternating
from .test_programs import PROGRAMS

YES = Verdict(value=True, evidence="It stopped.")


def real_world() -> RealWorld:
    return RealWorld(IRIS, 1, max_epochs=20, patience=3, batch_size=16)


def graded(
    *, apart: tuple[int, ...] = (), learned: tuple[int, ...] = (1, 3), noisy: bool = False
) -> Reading:
    """Read from weights whose twins of the cycles `apart` got different gradients."""
    world, generator = real_world(), np.random.default_rng(0)
    before = world.initial_weights(generator.standard_normal((16, world.features)) * 0.1)
    moves = np.zeros_like(before)
    for cycle, (left, right) in world.twins.items():
        if cycle in learned:
            moves[:, left] = 0.05 * generator.standard_normal(16)
            moves[:, right] = moves[:, left]
        if cycle in apart:
            moves[:, right] += 0.01 * generator.standard_normal(16)
    if noisy:
        moves[:, world.still[0]] = 0.05 * generator.standard_normal(16)
    weights = {"w": before}
    run = Observation(
        "real", 20, 3, weights, {"w": before + moves}, ("w",), (InputLayer("w", 1),), alternating(8)
    )
    return read_twins(run, world)


@pytest.mark.parametrize(
    ("apart", "learned", "value"),
    [
        ((1, 3), (1, 3), True),
        ((3,), (1, 3), True),
        ((), (1, 3), False),
        ((), (1,), None),
        ((), (), None),
    ],
)
def test_twins_of_the_graded_run_tell_whether_dropout_acted_in_it(
    apart: tuple[int, ...], learned: tuple[int, ...], value: bool | None
) -> None:
    assert graded(apart=apart, learned=learned).value is value


def test_noise_on_the_inputs_leaves_the_graded_run_open() -> None:
    assert graded(apart=(1, 3), noisy=True).value is None


def canaries(factor: float, steps: int) -> Canaries:
    law = Law(0.0, 1 - factor, factor)
    reading = CanaryReading(Movement.L2, 0.1, factor, proportional=law)
    return Canaries(reading, False, "They shrank.", steps=steps)


@pytest.mark.parametrize(
    ("real", "micro", "at_once"),
    [
        ((0.9, 880), (0.9, 12), True),
        ((0.9, 880), (0.998, 12), False),
        # A schedule whose first steps are five times as long.
        ((0.9, 880), (0.993, 12), False),
        # Too few steps to tell.
        ((0.9, 60), (0.95, 12), False),
    ],
)
def test_weights_that_shrank_as_far_in_few_steps_shrank_at_once(
    real: tuple[float, int], micro: tuple[float, int], at_once: bool
) -> None:
    long, short = canaries(*real), canaries(*micro)
    assert shrank_at_once(long, short) is at_once
    verdict = judge_penalty(long, short, None, alive=False).penalty.verdict()
    assert verdict.value is (not at_once)


def ran(epochs: int, losses: list[float]) -> Observation:
    world = real_world()
    history = History(None, tuple(losses), given=True)
    return Observation(
        "real", world.max_epochs, world.patience, {}, {}, (), (), alternating(epochs), history
    )


def test_a_graded_run_that_went_on_long_after_the_best_epoch_contradicts_early_stopping() -> None:
    losses = [1.0 / epoch for epoch in range(1, 9)] + [1.0] * 12
    against = ran_on(ran(20, losses), "classification")
    verdict = held_against(YES, against)
    assert (verdict.value, verdict.disputed, verdict.denied) == (None, True, False)
    assert "It stopped." in verdict.evidence
    assert "epoch 20" in verdict.evidence


@pytest.mark.parametrize(
    ("epochs", "losses"),
    [
        (20, [1.0 / epoch for epoch in range(1, 21)]),
        (20, [1.0 / epoch for epoch in range(1, 18)] + [1.0] * 3),
        (11, [1.0 / epoch for epoch in range(1, 9)] + [1.0] * 3),
        (20, []),
    ],
)
def test_a_graded_run_that_fits_is_held_against_nobody(epochs: int, losses: list[float]) -> None:
    against = ran_on(ran(epochs, losses), "classification")
    assert against is None
    assert held_against(YES, against) == YES


def test_what_outside_denies_and_inside_saw_waits_for_an_instructor() -> None:
    opinion = Opinion(Reading(False, "Nothing."), Reading(True, "Something."), trusted=True)
    verdict = opinion.verdict()
    assert (verdict.value, verdict.disputed, verdict.denied) == (None, True, True)
    untrusted = Opinion(Reading(False, "Nothing."), Reading(True, "Something."), trusted=False)
    assert (untrusted.verdict().value, untrusted.verdict().disputed) == (False, False)


def test_dropout_of_the_examination_only_is_none(examined: Callable[..., Examination]) -> None:
    source = (PROGRAMS / "right_adam_l2.py").read_text()
    begun = "patience):\n    optimizer"
    assert begun in source
    cheat = source.replace(
        begun, "patience):\n    if max_epochs == 40:\n        model[2].p = 0.0\n    optimizer"
    )
    honest, cheating = examined(source).findings, examined(cheat).findings
    assert honest is not None
    assert cheating is not None
    assert (honest.dropout.value, cheating.dropout.value) == (True, False)
