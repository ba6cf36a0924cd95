"""Who may see what of a course: the only place that decides it.

A stranger gets "not found" everywhere, so that nobody learns which courses and items exist.
"""

from __future__ import annotations

from typing import TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from assessments.accounts.models import User

from .models import Assignment, Enrolment, Group, Lesson, Quiz

Visitor: TypeAlias = User | AnonymousUser


def member(user: Visitor, course_slug: str) -> Enrolment:
    """The user's part in the course. Raises Http404 for anyone who has none."""
    enrolment = None
    if user.pk is not None:
        enrolment = (
            Enrolment.objects.select_related("course", "user")
            .filter(course__slug=course_slug, user_id=user.pk)
            .first()
        )
    if enrolment is None:
        raise Http404("There is no such course.")
    return enrolment


def staff(user: Visitor, course_slug: str) -> Enrolment:
    """The user's part in the course's staff. Raises Http404 for strangers, PermissionDenied for learners."""
    enrolment = member(user, course_slug)
    if not enrolment.is_staff:
        raise PermissionDenied("This page is for the staff of the course.")
    return enrolment


def may_see(user: Visitor, enrolment: Enrolment) -> bool:
    """Whether the user may see the work of this enrolment: the learner's own, or staff of the course.

    An assistant who is limited to groups sees those of their groups.
    """
    if user.pk is None:
        return False
    if enrolment.user_id == user.pk:
        return True
    onlooker = Enrolment.objects.filter(
        course_id=enrolment.course_id, user_id=user.pk, role__in=Enrolment.STAFF
    ).first()
    return onlooker is not None and seen_by(onlooker).filter(pk=enrolment.pk).exists()


def seen_by(onlooker: Enrolment) -> QuerySet[Enrolment]:
    """Those of the course whose work this member may see: all for staff, else one's own."""
    everyone = Enrolment.objects.filter(course_id=onlooker.course_id)
    if not onlooker.is_staff:
        return everyone.filter(pk=onlooker.pk)
    if _sees_all(onlooker):
        return everyone
    shared = Group.members.through._default_manager.filter(group__members=onlooker.pk)
    return everyone.filter(Q(pk=onlooker.pk) | Q(pk__in=shared.values("enrolment_id")))


def groups_seen_by(onlooker: Enrolment) -> QuerySet[Group]:
    """The groups this member may tell people apart by: all for staff, else those one is in."""
    groups = Group.objects.filter(course_id=onlooker.course_id)
    return groups if _sees_all(onlooker) else groups.filter(members=onlooker.pk)


def _sees_all(onlooker: Enrolment) -> bool:
    if onlooker.role == Enrolment.Role.INSTRUCTOR:
        return True
    return onlooker.is_staff and not onlooker.is_limited_to_groups


def instructor(user: Visitor, course_slug: str) -> Enrolment:
    """The user's part as one who decides. Raises Http404 for strangers, PermissionDenied for others."""
    enrolment = member(user, course_slug)
    if enrolment.role != Enrolment.Role.INSTRUCTOR:
        raise PermissionDenied("This is for the instructors of the course.")
    return enrolment


def is_instructor(user: Visitor, course_id: int) -> bool:
    """Whether the user is one who decides in the course; for showing only."""
    if user.pk is None:
        return False
    return Enrolment.objects.filter(
        course_id=course_id, user_id=user.pk, role=Enrolment.Role.INSTRUCTOR
    ).exists()


def lesson(enrolment: Enrolment, module_slug: str, slug: str) -> Lesson:
    """A lesson of the enrolment's course as it now stands. Raises Http404."""
    found = (
        Lesson.objects.select_related("module")
        .filter(
            module__courses=enrolment.course_id,
            module__slug=module_slug,
            module__is_current=True,
            slug=slug,
            is_current=True,
        )
        .first()
    )
    if found is None:
        raise Http404("There is no such lesson.")
    return found


def quiz(enrolment: Enrolment, module_slug: str, slug: str) -> Quiz:
    """A quiz of the enrolment's course, with its current revision. Raises Http404."""
    found = (
        Quiz.objects.select_related("module", "current")
        .filter(
            module__courses=enrolment.course_id,
            module__slug=module_slug,
            module__is_current=True,
            slug=slug,
            is_current=True,
            current__isnull=False,
        )
        .first()
    )
    if found is None:
        raise Http404("There is no such quiz.")
    return found


def assignment(enrolment: Enrolment, module_slug: str, slug: str) -> Assignment:
    """An assignment of the enrolment's course, with its current revision. Raises Http404."""
    found = (
        Assignment.objects.select_related("module", "current")
        .filter(
            module__courses=enrolment.course_id,
            module__slug=module_slug,
            module__is_current=True,
            slug=slug,
            is_current=True,
            current__isnull=False,
        )
        .first()
    )
    if found is None:
        raise Http404("There is no such assignment.")
    return found
