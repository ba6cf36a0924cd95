"""Early stopping and the returned epoch, read from outside only."""

from __future__ import annotations

import pytest

from grader.evidence.pairs import read_pairs
from grader.evidence.stopping import StoppingReading, read_stopping
from grader.evidence.timeline import read_timeline

from .synthetic import alternating, script_losses, script_world, scripted_run


def judged(
    epochs: int, returned: int, *, report: bool = True, learned: bool = True, patience: int = 3
) -> StoppingReading:
    world = script_world(patience)
    reported = script_losses(world, epochs) if report else None
    run = scripted_run(world, epochs=epochs, returned=returned, reported=reported)
    return read_stopping(run, world, learned=learned)


@pytest.mark.parametrize("report", [True, False])
@pytest.mark.parametrize("patience", [3, 4])
def test_stopping_at_patience_with_the_best_weights_is_right(report: bool, patience: int) -> None:
    reading = judged(5 + patience, 5, report=report, patience=patience)
    assert (reading.stopping.value, reading.restored.value, reading.codes) == (True, True, {})


def test_the_last_weights_are_told_from_the_best() -> None:
    reading = judged(8, 8)
    assert reading.stopping.value is True
    assert reading.restored.value is False
    assert set(reading.codes) == {"returns_last_weights"}


@pytest.mark.parametrize(
    ("epochs", "code"),
    [
        (9, "patience_off_by_one"),
        (7, "patience_off_by_one"),
        (6, "counter_not_reset"),
        (12, "patience_ignored"),
        (20, "no_early_stopping"),
    ],
)
def test_a_wrong_rule_is_named_by_where_it_stops(epochs: int, code: str) -> None:
    reading = judged(epochs, 5)
    assert reading.stopping.value is False
    assert reading.restored.value is True
    assert set(reading.codes) == {code}


def test_comparing_with_the_epoch_before_is_named_by_what_it_calls_the_best() -> None:
    reading = judged(18, 15)
    assert (reading.stopping.value, reading.restored.value) == (False, False)
    assert set(reading.codes) == {"compares_to_previous"}


def test_an_epoch_that_is_neither_best_nor_last_is_wrong() -> None:
    reading = judged(8, 7)
    assert reading.restored.value is False
    assert set(reading.codes) == {"wrong_epoch_restored"}


def test_a_margin_that_calls_epoch_three_the_best_is_right() -> None:
    world = script_world()
    losses = (0.9, 3.0, 0.5, 3.0, 0.4999, 3.0)
    run = scripted_run(world, epochs=6, returned=3, reported=losses)
    reading = read_stopping(run, world, learned=True)
    assert (reading.stopping.value, reading.restored.value) == (True, True)


def test_a_history_that_does_not_follow_the_script_proves_nothing() -> None:
    world = script_world()
    invented = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.3, 0.4, 0.5)
    run = scripted_run(world, epochs=12, returned=12, reported=invented)
    assert read_stopping(run, world, learned=True).stopping.value is False


def test_validation_that_was_never_asked_for_is_named() -> None:
    world = script_world()
    log = tuple(entry for entry in alternating(20) if entry.kind == "train")
    run = scripted_run(world, epochs=20, returned=20, log=log)
    reading = read_stopping(run, world, learned=True)
    assert (reading.stopping.value, reading.restored.value) == (False, False)
    assert set(reading.codes) == {"validation_not_used"}


@pytest.mark.parametrize("kept", ["train", "validation"])
def test_a_loader_that_was_read_once_leaves_everything_open(kept: str) -> None:
    world = script_world()
    log = tuple(e for e in alternating(9) if e.kind != kept or e.number == 1)
    run = scripted_run(world, epochs=9, returned=1, log=log)
    reading = read_stopping(run, world, learned=True)
    assert (reading.stopping.value, reading.restored.value) == (None, None)
    assert len(reading.codes) == 1


def test_a_program_that_hardly_learned_is_not_accused_from_outside() -> None:
    assert judged(13, 13, report=False, learned=False).stopping.value is None


@pytest.mark.parametrize("returned", range(9))
def test_stamps_tell_which_epoch_came_back(returned: int) -> None:
    world = script_world()
    run = scripted_run(world, epochs=8, returned=returned)
    timeline = read_timeline(run.log)
    assert read_pairs(run, world, timeline).last_stamped_cycle(timeline) == returned


def test_stamps_are_not_read_where_inputs_were_noised() -> None:
    world = script_world()
    run = scripted_run(world, epochs=8, returned=5, noisy=True)
    pairs = read_pairs(run, world, read_timeline(run.log))
    assert (pairs.readable, pairs.noisy) == (False, True)


def test_the_seal_breaks_when_validation_was_learned() -> None:
    world = script_world()
    timeline = read_timeline(alternating(8))
    honest = scripted_run(world, epochs=8, returned=5)
    cheat = scripted_run(world, epochs=8, returned=5, sealed=True)
    assert read_pairs(honest, world, timeline).seal == 0.0
    assert read_pairs(cheat, world, timeline).seal > 0.1
