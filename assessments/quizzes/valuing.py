"""What one response is worth: its answer's mark, with tries and certainty in it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from assessments.courses.questions import Policy, Question

from .earning import by_certainty, earned
from .marking import mark


@dataclass(frozen=True, slots=True)
class Given:
    """An answer, and the question it was given to: a question tried again may have other numbers."""

    question: Question
    answer: JsonValue
    evidence: JsonValue = None


@dataclass(frozen=True, slots=True)
class Value:
    """Points of max_points; None while a cell or a person has to look at the answer."""

    points: float | None
    max_points: float
    verdict: str


def value_of(
    policy: Policy, given: Given, *, tries: Sequence[Given] = (), certainty: int | None = None
) -> Value:
    """What stands there at the end is worth, with the tries that were made before.

    Where answers are checked, one that was not checked counts as one more try.
    """
    last = mark(given.question, given.answer, given.evidence)
    most = given.question.points
    if last.is_waiting:
        return Value(None, most, last.verdict)
    share = last.points / last.max_points
    if policy.is_checked:
        shares = [_share(each) for each in tries]
        if given.answer is not None and not (tries and tries[-1].answer == given.answer):
            shares.append(share)
        return Value(earned(policy, shares) * most, most, last.verdict)
    if policy.certainty and last.verdict not in {"unanswered", "unreadable"}:
        share = by_certainty(share, certainty)
    return Value(share * most, most, last.verdict)


def _share(given: Given) -> float:
    marked = mark(given.question, given.answer, given.evidence)
    return marked.points / marked.max_points
