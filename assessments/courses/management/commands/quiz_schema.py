"""`manage.py quiz_schema`: the JSON Schema of a quiz file, for editors that check while one types."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand

from assessments.courses.questions import QuizFile


def quiz_schema() -> str:
    """The schema as text; the same content always gives the same text."""
    return json.dumps(QuizFile.model_json_schema(), indent=1, sort_keys=True) + "\n"


class Command(BaseCommand):
    """Prints the schema; `docs/quiz.schema.json` holds what it prints."""

    help = "Print the JSON Schema of quizzes/<slug>.yaml."

    def handle(self, *args: Any, **options: Any) -> None:
        """To standard output."""
        self.stdout.write(quiz_schema(), ending="")
