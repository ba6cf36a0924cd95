"""Fetches an attempt for somebody who may see it or answer it, and what a learner has of them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from assessments.courses.access import Visitor, may_see
from assessments.courses.deadlines import in_words, timetable
from assessments.courses.models import Enrolment, Quiz
from assessments.courses.questions.policy import Counts
from assessments.courses.releases import hides_points
from assessments.courses.terms import Deadline, Phase

from .counting import Counted, counted, counts_rule, worth
from .finishing import close_if_over
from .models import Attempt


@dataclass(frozen=True)
class Standing:
    """Where a learner stands with a quiz."""

    # Newest first.
    attempts: list[Attempt]
    deadline: Deadline
    needs_password: bool
    counted: Counted | None
    rule: Counts
    now: datetime

    @property
    def open_attempt(self) -> Attempt | None:
        """The attempt that is not finished yet."""
        return next((each for each in self.attempts if not each.is_finished), None)

    @property
    def allowed(self) -> int | None:
        """How many attempts there may be; None for as many as one likes."""
        return self.deadline.attempts

    @property
    def best(self) -> Attempt | None:
        """The attempt that counts; None where none does, or where they are averaged."""
        worth = None if self.counted is None else self.counted.attempt
        return next((each for each in self.attempts if worth and each.pk == worth.id), None)

    @property
    def left(self) -> int | None:
        """How many attempts may still be begun, whenever that is; None for as many as one likes."""
        return None if self.allowed is None else max(0, self.allowed - len(self.attempts))

    @property
    def percent(self) -> float:
        """What counts, lateness in it, in percent."""
        return 0.0 if self.counted is None else 100 * self.counted.share

    @property
    def phase(self) -> Phase:
        """Whether the quiz is open."""
        return self.deadline.phase(self.now)

    @property
    def may_start(self) -> bool:
        """Whether an attempt may be begun now."""
        return self.phase in {"open", "late"} and self.left != 0

    @property
    def dates(self) -> list[str]:
        """The dates in words."""
        return in_words(self.deadline, self.now)


def standing(*, enrolment: Enrolment, quiz: Quiz) -> Standing:
    """The learner's attempts at the quiz and how many there may be, until when."""
    now = timezone.now()
    attempts = list(
        Attempt.objects.filter(enrolment=enrolment, quiz=quiz)
        .select_related("enrolment", "quiz", "revision")
        .defer("revision__document")
    )
    for attempt in attempts:
        close_if_over(attempt, now)
    dates = timetable(enrolment.course_id, [enrolment.pk])
    deadline, schedule = dates.deadline(enrolment.pk, quiz), dates.schedule(quiz)
    rule = counts_rule(quiz)
    finished = [worth(each, deadline) for each in reversed(attempts) if each.is_finished]
    needs_password = schedule is not None and bool(schedule.password)
    if hides_points(enrolment, quiz):
        finished = []
        for attempt in attempts:
            attempt.points = None
    return Standing(attempts, deadline, needs_password, counted(rule, finished), rule, now)


def attempt_seen_by(user: Visitor, attempt_id: uuid.UUID) -> Attempt:
    """An attempt of the user's own or, for staff, of their course. Raises Http404 for others."""
    attempt = (
        Attempt.objects.select_related(
            "enrolment__course", "enrolment__user", "revision", "quiz__module"
        )
        # Parsed once by each process: see `models.paper_of`.
        .defer("revision__document")
        .filter(pk=attempt_id)
        .first()
    )
    if attempt is None or not may_see(user, attempt.enrolment):
        raise Http404("There is no such attempt.")
    return attempt


def attempt_answered_by(user: Visitor, attempt_id: uuid.UUID) -> Attempt:
    """The user's own attempt. Raises PermissionDenied for staff, Http404 for everybody else."""
    attempt = attempt_seen_by(user, attempt_id)
    if attempt.enrolment.user_id != user.pk:
        raise PermissionDenied("Only the learner can answer.")
    return attempt


def hides_review(user: Visitor, attempt: Attempt) -> bool:
    """Whether the user is the learner and the marks of the quiz are not released. One query at most."""
    return attempt.enrolment.user_id == user.pk and hides_points(attempt.enrolment, attempt.quiz)


def as_released(user: Visitor, attempt: Attempt) -> Attempt:
    """The attempt as the user may see it: without points while they are hidden. For showing only."""
    if attempt.is_finished and hides_review(user, attempt):
        attempt.points = None
    return attempt
