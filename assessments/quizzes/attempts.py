"""Fetches an attempt for somebody who may see it or answer it, and what a learner has of them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404

from assessments.courses.access import Visitor, may_see
from assessments.courses.models import Enrolment, Quiz

from .models import Attempt


@dataclass(frozen=True)
class Standing:
    """Where a learner stands with a quiz."""

    # Newest first.
    attempts: list[Attempt]
    allowed: int

    @property
    def open_attempt(self) -> Attempt | None:
        """The attempt that is not finished yet."""
        return next((each for each in self.attempts if not each.is_finished), None)

    @property
    def best(self) -> Attempt | None:
        """The attempt that counts: the greatest share of its points, the earlier one of equals."""
        finished = [each for each in self.attempts if each.is_finished]
        return max(
            finished,
            key=lambda each: ((each.points or 0.0) / each.max_points, -each.number),
            default=None,
        )

    @property
    def left(self) -> int:
        """How many attempts may still be begun."""
        return max(0, self.allowed - len(self.attempts))


def standing(*, enrolment: Enrolment, quiz: Quiz) -> Standing:
    """The learner's attempts at the quiz and how many there may be."""
    assert quiz.current is not None
    attempts = Attempt.objects.filter(enrolment=enrolment, quiz=quiz)
    return Standing(attempts=list(attempts), allowed=quiz.current.document["attempts"])


def attempt_seen_by(user: Visitor, attempt_id: uuid.UUID) -> Attempt:
    """An attempt of the user's own or, for staff, of their course. Raises Http404 for others."""
    attempt = (
        Attempt.objects.select_related(
            "enrolment__course", "enrolment__user", "revision", "quiz__module"
        )
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
