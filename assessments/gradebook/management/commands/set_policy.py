"""`manage.py set_policy COURSE [FILE] [--check]`: a grading policy from a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.courses.errors import ContentError
from assessments.courses.models import Course
from assessments.courses.policies import FILE_NAME, read_policy
from assessments.gradebook.policy import set_policy
from assessments.gradebook.previewing import preview_policy


class Command(BaseCommand):
    """Says whose grade changes, and unless told only to check, makes the policy the course's."""

    help = "Set a course's grading policy, by default from content/grading.yaml."

    def add_arguments(self, parser: CommandParser) -> None:
        """COURSE, FILE, --check."""
        parser.add_argument("course", help="slug of the course")
        parser.add_argument("file", nargs="?", type=Path, default=settings.CONTENT / FILE_NAME)
        parser.add_argument("--check", action="store_true", help="only say what would change")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints what changes for whom."""
        course = Course.objects.filter(slug=options["course"]).first()
        if course is None:
            raise CommandError(f"no course {options['course']!r}", returncode=2)
        try:
            policy = read_policy(options["file"])
        except ContentError as error:
            raise CommandError(str(error), returncode=2) from error
        preview = preview_policy(course, policy)
        if preview.unknown:
            raise CommandError(
                f"{options['file']}: the course has no {', '.join(preview.unknown)}", returncode=2
            )
        for shift in preview.shifts:
            self.stdout.write(
                f"{shift.learner.user.username}: {shift.before.percent} % -> {shift.after.percent} %"
            )
        self.stdout.write(f"{preview.changed} of {preview.learners} grades change")
        if options["check"]:
            return
        stored = set_policy(
            course=course, policy=policy, by=None, note=f"from {options['file'].name}"
        )
        self.stdout.write("nothing changed" if stored is None else f"policy {stored.number} holds")
