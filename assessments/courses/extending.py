"""Grants extensions and takes them back, and says who is in which group."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from assessments.accounts.models import User

from .models import Assignment, Course, Enrolment, Extension, Group, Quiz


class ExtensionRefused(ValueError):
    """It would give nothing, or to nobody of the course; the message says which."""


@dataclass(frozen=True, slots=True)
class Granted:
    """What an extension gives; what is left out it leaves alone."""

    opens_at: datetime | None = None
    due_at: datetime | None = None
    closes_at: datetime | None = None
    time_factor: float = 1.0
    extra_minutes: int = 0
    extra_attempts: int = 0

    def check(self) -> None:
        """Raises ExtensionRefused where nothing is given, or less than nothing."""
        if self == Granted():
            raise ExtensionRefused("It would change nothing: give a date, time or attempts.")
        if not 1 <= self.time_factor <= 10:
            raise ExtensionRefused("The factor on the time limit must be from 1 to 10.")
        if self.extra_minutes < 0 or self.extra_attempts < 0:
            raise ExtensionRefused("An extension gives; it cannot take.")
        dates = (self.opens_at, self.due_at, self.closes_at)
        given = [date for date in dates if date is not None]
        if given != sorted(given):
            raise ExtensionRefused("The dates must follow each other: opens, due, closes.")


def grant_extension(
    *,
    course: Course,
    by: User,
    whom: Enrolment | Group,
    item: Quiz | Assignment | None,
    granted: Granted,
    reason: str,
) -> Extension:
    """Gives more to one person or one group, at one item or at all; it holds at once.

    Raises ExtensionRefused.
    """
    granted.check()
    if not reason.strip():
        raise ExtensionRefused("Say why: whoever reads it later will want to know.")
    if whom.course_id != course.pk:
        raise ExtensionRefused("They are not in this course.")
    if item is not None and not item.module.courses.filter(pk=course.pk).exists():
        raise ExtensionRefused("The course has no such quiz or assignment.")
    return Extension.objects.create(
        course=course,
        enrolment=whom if isinstance(whom, Enrolment) else None,
        group=whom if isinstance(whom, Group) else None,
        quiz=item if isinstance(item, Quiz) else None,
        assignment=item if isinstance(item, Assignment) else None,
        opens_at=granted.opens_at,
        due_at=granted.due_at,
        closes_at=granted.closes_at,
        time_factor=granted.time_factor,
        extra_minutes=granted.extra_minutes,
        extra_attempts=granted.extra_attempts,
        reason=reason.strip(),
        granted_by=by,
    )


def withdraw_extension(extension: Extension) -> bool:
    """Ends an extension; False where it had ended before."""
    with transaction.atomic():
        found = Extension.objects.select_for_update().get(pk=extension.pk)
        if found.withdrawn_at is not None:
            return False
        found.withdrawn_at = timezone.now()
        found.save(update_fields=["withdrawn_at"])
    return True


@transaction.atomic
def make_group(
    *, course: Course, slug: str, title: str, members: Iterable[Enrolment] | None = None
) -> Group:
    """The course's group of that slug, made or brought to this title and, if given, these members.

    Raises ValueError for a member of another course.
    """
    group, _ = Group.objects.update_or_create(course=course, slug=slug, defaults={"title": title})
    if members is not None:
        members = list(members)
        if any(member.course_id != course.pk for member in members):
            raise ValueError("a member of the group is not in its course")
        group.members.set(members)
    return group


def limit_assistants(group: Group, *, is_limited: bool) -> None:
    """Whether the group's assistants see the work of their groups alone."""
    assistants = group.members.filter(role=Enrolment.Role.ASSISTANT)
    for each in assistants.exclude(is_limited_to_groups=is_limited):
        each.is_limited_to_groups = is_limited
        # One by one, so that the record has it.
        each.save(update_fields=["is_limited_to_groups"])
