"""`manage.py open_course SLUG TITLE [--module SLUG ...]`: a course on some modules."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_slug

from assessments.courses.models import Module
from assessments.courses.opening import open_course


class Command(BaseCommand):
    """Makes a course, or brings it to a title and modules; without --module, to all there are."""

    help = "Open a course, or change its title and modules."

    def add_arguments(self, parser: CommandParser) -> None:
        """SLUG, TITLE, --module."""
        parser.add_argument("slug")
        parser.add_argument("title")
        parser.add_argument("--module", action="append", default=[], help="slug of a module")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints the course's address."""
        try:
            validate_slug(options["slug"])
        except ValidationError as error:
            raise CommandError(f"{options['slug']!r} is no slug", returncode=2) from error
        modules = Module.objects.filter(is_current=True)
        if options["module"]:
            modules = modules.filter(slug__in=options["module"])
            missing = set(options["module"]) - {module.slug for module in modules}
            if missing:
                raise CommandError(f"no module {', '.join(sorted(missing))}", returncode=2)
        course = open_course(slug=options["slug"], title=options["title"], modules=modules)
        self.stdout.write(f"/courses/{course.slug}/ with {course.modules.count()} modules")
