"""Hides the points of an item from learners, until a date or until they are released by hand."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from assessments.accounts.models import User
from assessments.courses.models import Course, Release

from . import ledger
from .models import GradeEvent


@transaction.atomic
def set_release(
    *,
    course: Course,
    item: str,
    is_hidden: bool,
    visible_from: datetime | None,
    by: User,
    reason: str = "",
) -> bool:
    """Hides or releases the item; with a date, hidden until then. False when that is so already."""
    ledger.held_ledger(course)
    release = Release.objects.filter(course=course, item=item).first() or Release(
        course=course, item=item, is_hidden=False
    )
    until = visible_from if is_hidden else None
    if (release.is_hidden, release.visible_from) == (is_hidden, until):
        return False
    release.is_hidden, release.visible_from = is_hidden, until
    release.save()
    details = {"until": None if until is None else until.isoformat(), "why": reason}
    deed = GradeEvent.Deed.HIDDEN if is_hidden else GradeEvent.Deed.RELEASED
    happening = ledger.Happening(deed, item=item, details=details)
    ledger.append(course=course, happenings=[happening], by=by)
    return True
