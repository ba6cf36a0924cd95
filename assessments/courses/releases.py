"""Which items' points the learners of a course do not see yet."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from .models import Assignment, Enrolment, Quiz, Release


def hidden_items(course_id: int, *, now: datetime | None = None) -> set[str]:
    """The items, as `quiz-<id>` and `assignment-<id>`, that are hidden from learners. One query."""
    return set(_hidden(course_id, now or timezone.now()).values_list("item", flat=True))


def hides_points(enrolment: Enrolment, item: Quiz | Assignment) -> bool:
    """Whether this member is not to see points of the item yet; the staff always does. One query."""
    if enrolment.is_staff:
        return False
    kind = "quiz" if isinstance(item, Quiz) else "assignment"
    hidden = _hidden(enrolment.course_id, timezone.now())
    return hidden.filter(item=f"{kind}-{item.pk}").exists()


def _hidden(course_id: int, now: datetime) -> QuerySet[Release]:
    until = Q(visible_from=None) | Q(visible_from__gt=now)
    return Release.objects.filter(until, course_id=course_id, is_hidden=True)
