"""`manage.py verify_grades [COURSE ...]`: computes everything again and finds any tampering."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.courses.models import Course
from assessments.gradebook.keeping import freshen
from assessments.gradebook.models import GradeEvent, Ledger
from assessments.gradebook.verifying import faults_of


class Command(BaseCommand):
    """Prints every fault; exit status 1 when there is one, and the end of each log to keep elsewhere."""

    help = "Recompute all grades from answers and reports, and check the log's seals."

    def add_arguments(self, parser: CommandParser) -> None:
        """COURSE ..., --head."""
        parser.add_argument("courses", nargs="*", metavar="COURSE", help="slugs; all without")
        parser.add_argument(
            "--head",
            action="append",
            default=[],
            metavar="COURSE:NUMBER:DIGEST",
            help="an end of a log as printed earlier, which must still be in it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints faults and heads."""
        courses = Course.objects.order_by("slug")
        if options["courses"]:
            courses = courses.filter(slug__in=options["courses"])
            missing = set(options["courses"]) - {course.slug for course in courses}
            if missing:
                raise CommandError(f"no course {', '.join(sorted(missing))}", returncode=2)
        faults = 0
        for course in courses:
            for head in options["head"]:
                faults += self._check_head(course, head)
            for fault in faults_of(course):
                faults += 1
                self.stdout.write(f"{course.slug}: {fault}")
            freshen(course)
            ledger = Ledger.objects.get(course=course)
            self.stdout.write(f"{course.slug}: {ledger.length} events, end {ledger.head or '-'}")
        if faults:
            raise CommandError(f"{faults} fault{'' if faults == 1 else 's'}", returncode=1)
        self.stdout.write("everything follows from what was handed in and decided")

    def _check_head(self, course: Course, head: str) -> int:
        slug, _, rest = head.partition(":")
        number, _, digest = rest.partition(":")
        if slug != course.slug:
            return 0
        if not number.isdecimal():
            raise CommandError(f"{head!r} is not COURSE:NUMBER:DIGEST", returncode=2)
        if GradeEvent.objects.filter(course=course, number=int(number), digest=digest).exists():
            return 0
        self.stdout.write(f"{course.slug}: the log no longer holds event {number} as it was")
        return 1
