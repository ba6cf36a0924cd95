"""Early-stopping rules: replayed against a plain loop, and told apart on a script."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.evidence.rules import MARGINS, Rule, Stopping, replay

LOSSES = st.lists(st.floats(0, 10), min_size=1, max_size=25)
# Good after epochs 1, 3 and 5, as in the scripted world, then better than the epoch before at times.
SCRIPT = [0.5, 3, 0.4, 3, 0.3, 3, 2, 3, 2, 3, 2, 3, 2, 3, 1.8, 2, 2.3, 2.7, 3, 3]
TRAINING = [2.0 - 0.1 * epoch for epoch in range(11)] + [3.0] * 9


def plain_loop(losses: list[float], patience: int) -> tuple[int | None, int]:
    best, best_epoch = math.inf, 0
    for epoch, loss in enumerate(losses, 1):
        if loss < best:
            best, best_epoch = loss, epoch
        elif epoch - best_epoch >= patience:
            return epoch, best_epoch
    return None, best_epoch


@given(LOSSES, st.integers(1, 6))
def test_the_right_rule_stops_where_a_plain_loop_stops(losses: list[float], patience: int) -> None:
    stop = replay(losses, patience, max_epochs=1000)
    assert (stop.epoch, stop.best) == plain_loop(losses, patience)


@given(LOSSES, st.integers(1, 6), st.sampled_from(MARGINS))
def test_a_margin_never_makes_a_rule_stop_later(losses, patience, margin) -> None:  # type: ignore[no-untyped-def]
    strict = replay(losses, patience, 1000, margin=margin).epoch or 1000
    assert strict <= (replay(losses, patience, 1000).epoch or 1000)


@given(LOSSES, st.integers(1, 6))
def test_a_counter_that_is_never_reset_stops_no_later(losses: list[float], patience: int) -> None:
    never = replay(losses, patience, 1000, resets=False).epoch or 1000
    assert never <= (replay(losses, patience, 1000).epoch or 1000)


def stopped(epoch: int, patience: int = 3) -> Stopping:
    series = {
        "validation": SCRIPT[:epoch],
        "train": TRAINING[:epoch],
        "last_batch": [loss + 0.01 for loss in SCRIPT[:epoch]],
    }
    return Stopping(epoch, patience, 20, series, {})


def test_stopping_at_patience_after_the_best_is_right() -> None:
    assert {rule.best for rule in stopped(8).by_correct_rules()} == {5}


@pytest.mark.parametrize(
    ("epoch", "rule"),
    [
        (9, Rule.OFF_BY_ONE),
        (7, Rule.OFF_BY_ONE),
        (6, Rule.COUNTER_NOT_RESET),
        (14, Rule.ON_TRAIN_LOSS),
        (18, Rule.COMPARES_TO_PREVIOUS),
        (12, Rule.PATIENCE_IGNORED),
        (20, Rule.NEVER),
    ],
)
def test_each_wrong_rule_betrays_itself_on_the_script(epoch: int, rule: Rule) -> None:
    stop = stopped(epoch)
    assert not stop.by_correct_rules()
    assert rule in {explanation.rule for explanation in stop.by_wrong_rules()}


def test_a_validation_before_training_may_take_part_in_the_rule() -> None:
    stop = Stopping(4, 3, 20, {"validation": [0.6, 0.7, 0.8, 0.9]}, {"validation": 0.1})
    assert {e.best for e in stop.by_correct_rules()} >= {1}
    early = Stopping(3, 3, 20, {"validation": [0.6, 0.7, 0.8]}, {"validation": 0.1})
    assert {e.best for e in early.by_correct_rules()} == {0}
