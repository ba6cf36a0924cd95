"""What to do next: the most important thing, and nothing that accuses."""

from __future__ import annotations

from grader.advising import advise, in_order
from grader.report import Failure

from .reports import a_criterion, a_diagnostic


def test_causes_stand_before_what_they_cause() -> None:
    found = in_order(
        [
            a_diagnostic("tampering", severity="question"),
            a_diagnostic("returns_last_weights"),
            a_diagnostic("history_missing", severity="warning"),
            a_diagnostic("nothing_trained"),
        ]
    )
    assert [diagnostic.id for diagnostic in found] == [
        "nothing_trained", "returns_last_weights", "history_missing", "tampering",
    ]  # fmt: skip


def test_a_bug_is_named_first_with_its_line() -> None:
    criteria = [a_criterion(), a_criterion("accuracy", points=0, verdict=False)]
    advice = advise(criteria, [a_diagnostic(line=12)], None)
    assert advice.startswith("1 of 2 criteria is met in full")
    assert "Title of best_alias" in advice
    assert "Line 12" in advice


def test_without_a_bug_the_dearest_criterion_is_named() -> None:
    criteria = [
        a_criterion("dropout", points=10, verdict=False),
        a_criterion("accuracy", points=20, most=40, verdict=False),
    ]
    assert "The accuracy criterion" in advise(criteria, [], None)


def test_a_question_is_no_place_to_begin() -> None:
    question = a_diagnostic("tampering", severity="question")
    assert "tampering" not in advise([a_criterion()], [question], None)


def test_all_points_are_praised() -> None:
    assert advise([a_criterion(), a_criterion("l1")], [], None) == (
        "All 2 criteria are met in full. Well done."
    )


def test_what_waits_asks_nothing_of_the_learner() -> None:
    waiting = a_criterion(verdict=None).model_copy(update={"waits": True})
    assert "you need do nothing" in advise([waiting], [], None)


def test_a_failure_is_the_one_thing_to_mend() -> None:
    failure = Failure(stage="training", message="It raised.", help="Look.")
    assert "one thing" in advise([a_criterion(points=0, verdict=None)], [], failure)
