"""Gives a learner or a group more time or another attempt, and writes it into the log of grades."""

from __future__ import annotations

from django.db import transaction

from assessments.accounts.models import User
from assessments.courses.extending import Granted, grant_extension
from assessments.courses.models import Assignment, Course, Enrolment, Extension, Group, Quiz

from . import keeping, ledger
from .cells import Item
from .models import GradeEvent


@transaction.atomic
def relieve(
    *,
    course: Course,
    by: User,
    whom: Enrolment | Group,
    item: Item | None,
    granted: Granted,
    reason: str,
) -> Extension:
    """Grants the extension; running attempts feel it at once. Raises ExtensionRefused."""
    extension = grant_extension(
        course=course, by=by, whom=whom, item=row_of(item), granted=granted, reason=reason
    )
    learner = whom if isinstance(whom, Enrolment) else None
    deed = GradeEvent.Deed.EXTENDED
    if granted.extra_attempts and granted == Granted(extra_attempts=granted.extra_attempts):
        deed = GradeEvent.Deed.ATTEMPT_GIVEN
    details = {
        "extension": extension.pk,
        "group": whom.slug if isinstance(whom, Group) else None,
        "due_at": None if granted.due_at is None else granted.due_at.isoformat(),
        "closes_at": None if granted.closes_at is None else granted.closes_at.isoformat(),
        "extra_minutes": granted.extra_minutes,
        "extra_attempts": granted.extra_attempts,
        "why": reason,
    }
    happening = ledger.Happening(
        deed, enrolment=learner, item="" if item is None else item.key, details=details
    )
    ledger.append(course=course, happenings=[happening], by=by)
    if learner is not None:
        keeping.keep(course, [learner.pk])
    return extension


def row_of(item: Item | None) -> Quiz | Assignment | None:
    """The quiz or assignment behind an item; None for all of the course."""
    if item is None:
        return None
    if item.kind == "quiz":
        return Quiz.objects.select_related("module").get(pk=item.id)
    return Assignment.objects.select_related("module").get(pk=item.id)
