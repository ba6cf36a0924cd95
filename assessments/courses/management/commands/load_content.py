"""`manage.py load_content [PATH] [--check]`: content/ into the database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.courses.catalog import read_content
from assessments.courses.errors import ContentError
from assessments.courses.loading import store_content


class Command(BaseCommand):
    """Loads all of the content or nothing; exit status 2 and one line when a file is wrong."""

    help = "Load lessons, quizzes and assignments. A wrong file is named and nothing is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        """PATH and --check."""
        parser.add_argument("path", nargs="?", type=Path, default=settings.CONTENT)
        parser.add_argument("--check", action="store_true", help="read only; store nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints what changed."""
        try:
            modules = read_content(options["path"])
        except ContentError as error:
            raise CommandError(str(error), returncode=2) from error
        if options["check"]:
            self.stdout.write(f"{len(modules)} modules are right")
            return
        changes = store_content(modules)
        for change in changes:
            self.stdout.write(str(change))
        if not changes:
            self.stdout.write("nothing changed")
