"""The rule of points: who decides when outside and inside differ."""

from __future__ import annotations

import pytest

from grader.codes import CODES
from grader.evidence.helps import diagnose
from grader.evidence.reading import Opinion, Reading


def verdict(outside: bool | None, inside: bool | None, *, trusted: bool = True):  # type: ignore[no-untyped-def]
    return Opinion(Reading(outside, "out."), Reading(inside, "in."), trusted).verdict()


@pytest.mark.parametrize("inside", [True, False, None])
def test_an_outside_yes_decides(inside: bool | None) -> None:
    answer = verdict(True, inside)
    assert (answer.value, answer.source, answer.evidence) == (True, "outside", "out.")


def test_an_inside_yes_decides_what_outside_leaves_open_and_is_marked() -> None:
    answer = verdict(None, True)
    assert (answer.value, answer.source, answer.evidence) == (True, "inside", "in.")


def test_hooks_that_did_not_stand_to_the_end_decide_nothing() -> None:
    assert verdict(None, True, trusted=False).value is None
    assert verdict(False, True, trusted=False).value is False


def test_an_outside_no_against_an_inside_yes_accuses_nobody_and_shows_both() -> None:
    answer = verdict(False, True)
    assert answer.value is None
    assert "out." in answer.evidence
    assert "in." in answer.evidence


@pytest.mark.parametrize("inside", [False, None])
def test_an_outside_no_that_nothing_contradicts_is_no(inside: bool | None) -> None:
    assert verdict(False, inside).value is False


@pytest.mark.parametrize("inside", [False, None])
def test_what_nobody_saw_stays_open(inside: bool | None) -> None:
    assert verdict(None, inside).value is None


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_has_a_help_of_whole_sentences(code: str) -> None:
    diagnostic = diagnose(code, "outside", "Seen.")
    assert diagnostic.help.endswith((".", "?"))
    assert diagnostic.severity == CODES[code].severity
