"""Epochs are read from the order of passes."""

from __future__ import annotations

import pytest

from grader.evidence.timeline import read_timeline
from grader.observation import Pass


def log(letters: str, asked: int = 10) -> list[Pass]:
    """t and v: a whole pass; T and V: one batch of ten; . : a pass nobody took a batch of."""
    passes, counts = [], {"train": 0, "validation": 0}
    for letter in letters:
        kind = "train" if letter in "tT." else "validation"
        counts[kind] += 1
        taken = {"T": 1, "V": 1, ".": 0}.get(letter, asked)
        passes.append(Pass(kind, counts[kind], taken, 10))
    return passes


@pytest.mark.parametrize(
    ("letters", "cycles", "last"),
    [
        ("", 0, 0),
        ("tvtvtv", 3, 3),
        ("tvtvt", 3, 2),
        ("vtvtv", 2, 2),
        ("Ttvtv", 2, 2),
        ("ttvttv", 2, 2),
        ("ttt", 1, 0),
        ("vvv", 0, 0),
        ("tvvtvv", 2, 2),
        ("tv.v", 1, 1),
    ],
)
def test_cycles_are_runs_of_training_passes(letters: str, cycles: int, last: int) -> None:
    timeline = read_timeline(log(letters))
    assert (timeline.cycles, timeline.last_validated) == (cycles, last)


def test_a_validation_before_any_training_belongs_to_cycle_zero() -> None:
    assert read_timeline(log("vtv")).validation == {1: 0, 2: 1}


def test_one_look_at_a_batch_does_not_make_epochs_partial() -> None:
    assert read_timeline(log("Ttvtvtv")).train_coverage == 1.0


def test_epochs_that_are_broken_off_are_seen() -> None:
    assert read_timeline(log("TVTVTV")).train_coverage == 0.1
    assert read_timeline(log("tVtVtV")).validation_coverage == 0.1
