"""A submission for those who may see it: who sent it in, and the staff of the course."""

from __future__ import annotations

import uuid

from django.http import Http404

from assessments.courses.access import Visitor, may_see
from assessments.courses.models import Assignment
from assessments.courses.releases import hides_points

from .models import Submission


def submission(user: Visitor, submission_id: uuid.UUID) -> Submission:
    """The submission with all a page shows of it; its learner sees no report that is not released.

    Raises Http404 for anyone who may not see it.
    """
    found = (
        Submission.objects.select_related(
            "enrolment__course", "enrolment__user", "revision__assignment__module"
        )
        .filter(pk=submission_id)
        .first()
    )
    if found is None or not may_see(user, found.enrolment):
        raise Http404("There is no such submission.")
    is_own = found.enrolment.user_id == user.pk
    return as_released([found], found.revision.assignment)[0] if is_own else found


def as_released(mine: list[Submission], assignment: Assignment) -> list[Submission]:
    """One learner's submissions to the assignment as the learner may see them: while points are
    hidden, without report and points. They are for showing, never for storing. One query.
    """
    if mine and hides_points(mine[0].enrolment, assignment):
        for each in mine:
            each.report, each.points = None, None
    return mine


def sees_failure(user: Visitor, submission: Submission) -> bool:
    """Whether the user may read why we failed: staff of the course, for it speaks of machines."""
    return (
        user.pk is not None
        and submission.enrolment.course.enrolments.filter(
            user_id=user.pk, role__in=type(submission.enrolment).STAFF
        ).exists()
    )
