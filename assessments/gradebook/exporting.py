"""The gradebook as CSV, a line a learner, streamed."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice

from assessments.courses.models import Course

from .matrix import graded_entries, learners_of, rows_of

LEARNERS_AT_ONCE = 200
# A cell that begins with one of these is run as a formula by spreadsheets.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Echo:
    """Gives every written line back instead of keeping it."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line


def gradebook_lines(course: Course) -> Iterator[str]:
    """The heading, then one line a learner: name, best points by item, and the sum."""
    writer = csv.writer(_Echo())
    entries = graded_entries(course)
    heading = [f"{entry.title} (of {_number(entry.max_points)})" for entry in entries]
    yield writer.writerow(
        [text(cell) for cell in ("Username", "Name", "E-mail", *heading, "Total", "Out of")]
    )
    learners = learners_of(course).iterator(chunk_size=LEARNERS_AT_ONCE)
    while batch := list(islice(learners, LEARNERS_AT_ONCE)):
        for row in rows_of(batch, entries):
            yield writer.writerow(
                [
                    text(row.learner.username),
                    text(row.learner.name),
                    text(row.learner.email),
                    *(_number(result.points) if result else "" for result in row.results),
                    _number(row.total.points),
                    _number(row.total.max_points),
                ]
            )


def text(cell: str) -> str:
    """The cell with an apostrophe before whatever a spreadsheet would run."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _number(points: float | None) -> str:
    return "" if points is None else f"{round(points, 4):g}"
