"""What a response of a finished attempt was judged by: the key, the answer it stands for, the marks."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import JsonValue

from assessments.courses.questions import Drawn, Question

from .counterparts import counterpart
from .models import Attempt, Marking, Regrade, Response, question_of


@dataclass(frozen=True, slots=True)
class EarlierMark:
    """A mark that holds no more, and why it was changed."""

    points: float | None
    max_points: float
    changed_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about a question, whatever was answered: its points are given, or count not."""

    rule: Literal["given", "taken_out"]
    reason: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with the key that holds, and the learner's answer as that key reads it."""

    question: Question
    answer: JsonValue
    evidence: JsonValue
    # None while a cell or a person has to look at the answer.
    points: float | None
    max_points: float
    earlier: tuple[EarlierMark, ...] = ()
    decision: Decision | None = None


def judged_questions(attempt: Attempt) -> list[Judged]:
    """Everything the attempt was asked, in order. Four queries, one more for each newer key."""
    responses = {
        each.question: each
        for each in attempt.responses.prefetch_related(
            "tries", "markings__regrade", "markings__revision"
        )
    }
    judged = (_judged(attempt, drawn, responses.get(drawn.question)) for drawn in attempt.asked)
    return [each for each in judged if each is not None]


def _judged(attempt: Attempt, drawn: Drawn, response: Response | None) -> Judged | None:
    question = question_of(attempt.revision, drawn.question, drawn.variant)
    if question is None:
        return None
    if response is None:
        return Judged(question, None, None, 0.0, question.points)
    answer: JsonValue = response.answer
    tries = list(response.tries.all())
    if answer is None and tries:
        # The question came again with other numbers, which were not answered any more.
        drawn, answer = Drawn(drawn.question, tries[-1].variant), tries[-1].answer
        question = question_of(attempt.revision, drawn.question, drawn.variant) or question
    newest = response.newest_marking
    if newest is not None and newest.revision_id != attempt.revision_id:
        newer = counterpart(attempt.revision, newest.revision, drawn)
        if newer is not None:
            question, answer = newer.question, newer.answer(answer)
    return Judged(
        question,
        answer,
        response.evidence,
        response.points,
        question.points if newest is None else newest.max_points,
        _earlier(sorted(response.markings.all(), key=lambda each: each.pk)),
        _decision(newest),
    )


def _decision(newest: Marking | None) -> Decision | None:
    regrade = None if newest is None else newest.regrade
    if regrade is None:
        return None
    if regrade.rule == Regrade.Rule.FULL:
        return Decision("given", regrade.reason)
    return Decision("taken_out", regrade.reason) if regrade.rule == Regrade.Rule.DISCOUNT else None


def _earlier(markings: list[Marking]) -> tuple[EarlierMark, ...]:
    return tuple(
        EarlierMark(before.points, before.max_points, after.made_at, after.regrade.reason)
        for before, after in itertools.pairwise(markings)
        if after.regrade is not None
    )
