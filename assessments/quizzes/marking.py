"""Marks one answer. Pure: the same question and stored answer always give the same mark."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from pydantic import JsonValue

from assessments.courses.questions import (
    MultipleChoice,
    Numeric,
    Question,
    SingleChoice,
    TrueFalse,
)

from .reading import Unreadable, read_number

Verdict: TypeAlias = Literal["right", "partly_right", "wrong", "unanswered", "unreadable"]


@dataclass(frozen=True)
class Mark:
    """What an answer is worth: 0 <= points <= max_points, and what to say about it (Markdown).

    Feedback on single choices stands with the choices; `feedback` is on the answer as a whole.
    """

    points: float
    max_points: float
    verdict: Verdict
    feedback: str = ""
    # The places in the file of the choices that were taken.
    chosen: frozenset[int] = field(default_factory=frozenset)


def mark(question: Question, answer: JsonValue) -> Mark:
    """The mark of a stored answer. Never raises: what is no answer to the question earns nothing."""
    match question:
        case SingleChoice():
            return _mark_choices(question, _places(question, [answer]))
        case MultipleChoice():
            sent = answer if isinstance(answer, list) else []
            return _mark_choices(question, _places(question, sent))
        case TrueFalse():
            return _mark_true_false(question, answer)
        case Numeric():
            return _mark_numeric(question, answer)


def _places(question: SingleChoice | MultipleChoice, sent: list[JsonValue]) -> frozenset[int]:
    return frozenset(
        place
        for place in sent
        if isinstance(place, int)
        and not isinstance(place, bool)
        and 0 <= place < len(question.choices)
    )


def _mark_choices(question: SingleChoice | MultipleChoice, chosen: frozenset[int]) -> Mark:
    if not chosen:
        return Mark(0.0, question.points, "unanswered")
    correct = {place for place, choice in enumerate(question.choices) if choice.correct}
    if chosen == correct:
        return Mark(question.points, question.points, "right", chosen=chosen)
    share = 0.0
    if isinstance(question, MultipleChoice) and question.scoring == "per_choice":
        hits = len(chosen & correct) / len(correct)
        slips = len(chosen - correct) / (len(question.choices) - len(correct))
        share = max(0.0, hits - slips)
    return Mark(
        question.points * share,
        question.points,
        "partly_right" if share > 0 else "wrong",
        chosen=chosen,
    )


def _mark_true_false(question: TrueFalse, answer: JsonValue) -> Mark:
    if not isinstance(answer, bool):
        return Mark(0.0, question.points, "unanswered")
    feedback = question.feedback.true if answer else question.feedback.false
    if answer == question.answer:
        return Mark(question.points, question.points, "right", feedback)
    return Mark(0.0, question.points, "wrong", feedback)


def _mark_numeric(question: Numeric, answer: JsonValue) -> Mark:
    if not isinstance(answer, str) or not answer.strip():
        return Mark(0.0, question.points, "unanswered")
    value = read_number(answer, question.unit)
    if isinstance(value, Unreadable):
        return Mark(0.0, question.points, "unreadable")
    if question.tolerance.accepts(value, question.answer):
        return Mark(question.points, question.points, "right")
    expected = [
        mistake for mistake in question.mistakes if question.tolerance.accepts(value, mistake.value)
    ]
    nearest = min(expected, key=lambda mistake: abs(mistake.value - value), default=None)
    return Mark(0.0, question.points, "wrong", nearest.feedback if nearest else "")
