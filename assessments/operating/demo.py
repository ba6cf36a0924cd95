"""A course to look at: all modules, one learner, one instructor."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from assessments.accounts.models import User
from assessments.courses.enrolling import enrol
from assessments.courses.models import Course, Enrolment, Module
from assessments.courses.opening import open_course
from assessments.courses.policies import FILE_NAME, read_policy
from assessments.gradebook.policy import set_policy

SLUG = "demo"
TITLE = "Deep learning, by way of example"
ROLES = {
    "learner": Enrolment.Role.LEARNER,
    "instructor": Enrolment.Role.INSTRUCTOR,
}


@dataclass(frozen=True, slots=True)
class NewUser:
    """A user just made, with the password that is known at this moment only."""

    username: str
    password: str


def make_demo() -> list[NewUser]:
    """Makes what is missing of the demo and takes new modules in; returns the users it made."""
    with transaction.atomic():
        modules = list(Module.objects.filter(is_current=True))
        course = Course.objects.filter(slug=SLUG).first()
        if course is None:
            course = open_course(slug=SLUG, title=TITLE, modules=modules)
            _set_policy(course)
        course.modules.add(*modules)
        return [
            NewUser(username, password)
            for username, role in ROLES.items()
            if (password := _make_member(course, username, role)) is not None
        ]


def _set_policy(course: Course) -> None:
    """The grading policy of the content, where it has one."""
    path = settings.CONTENT / FILE_NAME
    if path.exists():
        set_policy(course=course, policy=read_policy(path), by=None, note="From the content")


def _make_member(course: Course, username: str, role: Enrolment.Role) -> str | None:
    """The new member's password; None when there is a user of that name, who stays untouched."""
    if User.objects.filter(username=username).exists():
        return None
    password = secrets.token_urlsafe(12)
    user = User.objects.create_user(username=username, password=password)
    enrol(course=course, user=user, role=role)
    return password
