"""Every response of a course to a quiz, a line each, streamed: for a spreadsheet or a program."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from assessments.courses.models import Enrolment, Quiz
from assessments.courses.spreadsheets import defused

from ..models import Attempt, Response

COLUMNS = (
    "username", "name", "attempt", "started_at", "finished_at", "closed_by", "question", "kind",
    "variant", "answer", "certainty", "points", "max_points", "verdict", "tries", "seconds",
    "saved_at",
)  # fmt: skip
ATTEMPTS_AT_ONCE = 200


def csv_lines(quiz: Quiz, learners: QuerySet[Enrolment]) -> Iterator[str]:
    """The heading, then a line a response; what learners wrote cannot run as a formula."""
    writer = csv.writer(_Echo())
    yield writer.writerow(COLUMNS)
    for row in rows(quiz, learners):
        cells = (row[column] for column in COLUMNS)
        yield writer.writerow([defused(each) if isinstance(each, str) else each for each in cells])


def json_lines(quiz: Quiz, learners: QuerySet[Enrolment]) -> Iterator[str]:
    """One JSON object a line, answers in the form in which they are stored."""
    for row in rows(quiz, learners):
        row["answer"] = json.loads(row["answer"])
        yield json.dumps(row, ensure_ascii=False) + "\n"


def rows(quiz: Quiz, learners: QuerySet[Enrolment]) -> Iterator[dict[str, Any]]:
    """Every question of every finished attempt of these learners, in order.

    The answer is JSON, by the places of choices in the author's file, so that it means the same in
    every attempt. Three queries for every 200 attempts.
    """
    attempts = (
        Attempt.objects.filter(quiz=quiz, enrolment__in=learners, finished_at__isnull=False)
        .select_related("enrolment__user", "revision")
        .defer("revision__document", "policy", "dates")
        .prefetch_related("responses__tries")
        .order_by("enrolment__user__username", "number")
    )
    for attempt in attempts.iterator(chunk_size=ATTEMPTS_AT_ONCE):
        yield from _rows_of(attempt)


def _rows_of(attempt: Attempt) -> Iterator[dict[str, Any]]:
    responses = {each.question: each for each in attempt.responses.all()}
    for drawn in attempt.asked:
        question = attempt.question(drawn.question)
        if question is None:
            continue
        response = responses.get(drawn.question)
        yield {
            "username": attempt.enrolment.user.username,
            "name": attempt.enrolment.user.name,
            "attempt": attempt.number,
            "started_at": attempt.started_at.isoformat(),
            "finished_at": attempt.finished_at.isoformat() if attempt.finished_at else None,
            "closed_by": attempt.closed_by,
            "question": question.id,
            "kind": question.kind,
            "variant": drawn.variant,
            "max_points": question.points,
            **_given(response),
        }


def _given(response: Response | None) -> dict[str, Any]:
    if response is None:
        response = Response(points=0.0, verdict="unanswered")
    return {
        "answer": json.dumps(response.answer, ensure_ascii=False),
        "certainty": response.certainty,
        "points": response.points,
        "verdict": response.verdict,
        "tries": len(response.tries.all()) if response.pk else 0,
        "seconds": response.seconds,
        "saved_at": response.saved_at.isoformat() if response.saved_at else None,
    }


class _Echo:
    """Gives every written line back instead of keeping it."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line
