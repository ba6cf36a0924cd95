"""`manage.py enrol COURSE USERNAME [ROLE]`: puts a person into a course."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.accounts.models import User
from assessments.courses.enrolling import enrol
from assessments.courses.models import Course, Enrolment


class Command(BaseCommand):
    """Enrols an existing account, or changes its role."""

    help = "Put a person into a course, or change the person's role there."

    def add_arguments(self, parser: CommandParser) -> None:
        """COURSE, USERNAME, ROLE."""
        parser.add_argument("course", help="slug of the course")
        parser.add_argument("username")
        parser.add_argument(
            "role", nargs="?", choices=Enrolment.Role.values, default=Enrolment.Role.LEARNER.value
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints the role the person now has."""
        course = Course.objects.filter(slug=options["course"]).first()
        if course is None:
            raise CommandError(f"no course {options['course']!r}", returncode=2)
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"no account {options['username']!r}", returncode=2)
        enrolment = enrol(course=course, user=user, role=options["role"])
        self.stdout.write(f"{user.username} is {enrolment.role} of {course.slug}")
