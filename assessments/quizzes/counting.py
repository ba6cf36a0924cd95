"""Which attempt counts, and for how much, for many learners at once."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from assessments.courses.counting import counting_try
from assessments.courses.deadlines import timetable
from assessments.courses.models import Quiz
from assessments.courses.questions.policy import Counts
from assessments.courses.terms import Deadline

from .models import Attempt


@dataclass(frozen=True, slots=True)
class Worth:
    """One finished attempt: its marks, and the share of them that its time leaves (1 if in time)."""

    id: uuid.UUID
    number: int
    # None while something in it waits for its mark.
    points: float | None
    max_points: float
    finished_at: datetime
    credit: float

    @property
    def share(self) -> float:
        """What it is worth, of everything: 0 to 1. What waits is worth nothing yet."""
        return self.credit * (self.points or 0.0) / self.max_points


@dataclass(frozen=True, slots=True)
class Counted:
    """What a learner's attempts at one quiz come to. `attempt` is None where they are averaged."""

    share: float
    attempt: Worth | None
    attempts: tuple[Worth, ...]
    rule: Counts

    @property
    def is_waiting(self) -> bool:
        """Whether a mark that could change it is not known yet."""
        return any(each.points is None for each in self.attempts)


def counted(rule: Counts, attempts: Sequence[Worth]) -> Counted | None:
    """What counts of finished attempts, which come in their order; None without any.

    Lateness is in all of them.
    """
    if not attempts:
        return None
    chosen = counting_try(
        rule, attempts, worth=lambda each: None if each.points is None else each.share
    )
    if chosen is not None:
        return Counted(chosen.share, chosen, tuple(attempts), rule)
    settled = [each for each in attempts if each.points is not None]
    share = sum(each.share for each in settled) / len(settled) if settled else 0.0
    return Counted(share, None, tuple(attempts), rule)


def counted_attempts(
    course_id: int, enrolments: Collection[uuid.UUID]
) -> Mapping[tuple[uuid.UUID, int], Counted]:
    """What counts, by learner and quiz. Four queries at most, however many learners and quizzes."""
    rows = list(
        Attempt.objects.filter(enrolment__in=enrolments, finished_at__isnull=False)
        .select_related("quiz__current")
        .defer("revision", "drawn", "policy", "dates")
        .order_by("number")
    )
    dates = timetable(course_id, enrolments)
    found: dict[tuple[uuid.UUID, int], list[Worth]] = defaultdict(list)
    quizzes: dict[int, Quiz] = {}
    deadlines: dict[tuple[uuid.UUID, int], Deadline] = {}
    for attempt in rows:
        place = (attempt.enrolment_id, attempt.quiz_id)
        quiz = quizzes.setdefault(attempt.quiz_id, attempt.quiz)
        if place not in deadlines:
            deadlines[place] = dates.deadline(attempt.enrolment_id, quiz)
        found[place].append(worth(attempt, deadlines[place]))
    counts = {
        (enrolment, quiz): counted(counts_rule(quizzes[quiz]), attempts)
        for (enrolment, quiz), attempts in found.items()
    }
    return {place: each for place, each in counts.items() if each is not None}


def worth(attempt: Attempt, deadline: Deadline) -> Worth:
    """A finished attempt as it counts for somebody of that deadline."""
    assert attempt.finished_at is not None
    return Worth(
        id=attempt.pk,
        number=attempt.number,
        points=attempt.points,
        max_points=attempt.max_points,
        finished_at=attempt.finished_at,
        credit=deadline.credit_at(attempt.finished_at),
    )


def counts_rule(quiz: Quiz) -> Counts:
    """Which attempt counts, as the quiz now says."""
    rule: Counts = "best" if quiz.current is None else quiz.current.document.get("counts", "best")
    return rule
