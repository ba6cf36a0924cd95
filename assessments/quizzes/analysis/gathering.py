"""The attempts of a course at a quiz as numbers: a flat number of queries, nobody's name."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from pydantic import JsonValue

from assessments.courses.models import Enrolment, Quiz
from assessments.courses.questions import Choosing

from ..models import Attempt, Response


@dataclass(frozen=True, slots=True)
class Answered:
    """One question in one attempt, marked. `options` are the places in the file that were chosen."""

    question: str
    variant: int
    # Of its points, 0 to 1; less at a wrong certainty.
    share: float
    points: float
    max_points: float
    answer: JsonValue
    options: frozenset[int] = frozenset()
    seconds: float = 0.0

    @property
    def is_answered(self) -> bool:
        """Whether anything was given."""
        return self.answer is not None

    @property
    def key(self) -> str:
        """The answer as a name: the same for the same answer."""
        return json.dumps(self.answer, sort_keys=True)


@dataclass(frozen=True, slots=True)
class Sitting:
    """One finished attempt with all its marks."""

    learner: uuid.UUID
    number: int
    revision: int
    answered: dict[str, Answered] = field(default_factory=dict)

    @property
    def points(self) -> float:
        """The sum of all marks."""
        return sum(each.points for each in self.answered.values())

    @property
    def max_points(self) -> float:
        """The most it could be."""
        return sum(each.max_points for each in self.answered.values())

    @property
    def total(self) -> float:
        """The share of everything."""
        return self.points / self.max_points if self.max_points else 0.0

    def rest(self, question: str) -> float | None:
        """The share of everything but this question; None where it is all there is."""
        one = self.answered[question]
        left = self.max_points - one.max_points
        return (self.points - one.points) / left if left > 0 else None


@dataclass(frozen=True, slots=True)
class Sittings:
    """Everybody's attempts that are marked throughout, in their order."""

    all: Sequence[Sitting]

    @property
    def first(self) -> list[Sitting]:
        """Each learner's first: what they knew before they had seen the questions."""
        found: dict[uuid.UUID, Sitting] = {}
        for sitting in self.all:
            found.setdefault(sitting.learner, sitting)
        return list(found.values())

    @property
    def last(self) -> list[Sitting]:
        """The last of each learner who tried more than once."""
        found = {sitting.learner: sitting for sitting in self.all}
        again = {each.learner for each in self.all} & {
            each.learner for each in found.values() if each.number > 1
        }
        return [each for learner, each in found.items() if learner in again]


def gather(quiz: Quiz, learners: Collection[uuid.UUID] | None, course_id: int) -> Sittings:
    """The course's finished attempts at the quiz, of these learners or of all. Two queries.

    One more for each revision that this process has not parsed yet.
    """
    attempts = Attempt.objects.filter(
        quiz=quiz,
        enrolment__course=course_id,
        enrolment__role=Enrolment.Role.LEARNER,
        finished_at__isnull=False,
        points__isnull=False,
    )
    if learners is not None:
        attempts = attempts.filter(enrolment__in=learners)
    attempts = (
        attempts.select_related("revision")
        .defer("revision__document", "policy", "dates")
        .prefetch_related("responses")
        .order_by("enrolment", "number")
    )
    return Sittings([_sitting(attempt) for attempt in attempts])


def _sitting(attempt: Attempt) -> Sitting:
    responses = {each.question: each for each in attempt.responses.all()}
    answered = {}
    for drawn in attempt.asked:
        question = attempt.question(drawn.question)
        if question is None:
            continue
        response = responses.get(question.id) or Response(question=question.id, points=0.0)
        points = response.points or 0.0
        answered[question.id] = Answered(
            question=question.id,
            variant=drawn.variant,
            share=points / question.points,
            points=points,
            max_points=question.points,
            answer=response.answer,
            options=_options(response.answer) if isinstance(question, Choosing) else frozenset(),
            seconds=response.seconds,
        )
    return Sitting(attempt.enrolment_id, attempt.number, attempt.revision_id, answered)


def _options(answer: JsonValue) -> frozenset[int]:
    given = answer if isinstance(answer, list) else [answer]
    return frozenset(each for each in given if isinstance(each, int) and not isinstance(each, bool))
