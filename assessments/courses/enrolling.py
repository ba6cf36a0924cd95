"""Who takes part in which course: puts a person in, and says where a person is."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from assessments.accounts.models import User

from .models import Course, Enrolment


@transaction.atomic
def enrol(*, course: Course, user: User, role: str = Enrolment.Role.LEARNER) -> Enrolment:
    """The person's part in the course, made or brought to `role`. Work done before stays.

    Raises ValueError for an unknown role.
    """
    role = Enrolment.Role(role)
    enrolment, made = Enrolment.objects.get_or_create(
        course=course, user=user, defaults={"role": role}
    )
    if not made and enrolment.role != role:
        enrolment.role = role
        enrolment.save(update_fields=["role"])
    return enrolment


def enrolments_of(user: User) -> QuerySet[Enrolment]:
    """The person's parts in courses, by the courses' titles."""
    return (
        Enrolment.objects.select_related("course")
        .filter(user_id=user.pk)
        .order_by("course__title", "course__slug")
    )
