"""Which lessons a member has read, as the member says."""

from __future__ import annotations

from .models import Enrolment, Lesson, Reading


def mark_read(*, enrolment: Enrolment, lesson: Lesson) -> None:
    """The member has read the lesson. Saying it twice changes nothing."""
    Reading.objects.get_or_create(enrolment=enrolment, lesson=lesson)


def mark_unread(*, enrolment: Enrolment, lesson: Lesson) -> None:
    """The member wants to read the lesson again."""
    Reading.objects.filter(enrolment=enrolment, lesson=lesson).delete()


def lessons_read(enrolment: Enrolment) -> set[int]:
    """The ids of the lessons that the member has read."""
    return set(Reading.objects.filter(enrolment=enrolment).values_list("lesson_id", flat=True))
