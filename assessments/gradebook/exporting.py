"""The gradebook as a file, a line a learner, streamed: in our own columns, Canvas' and Moodle's.

Canvas: a heading, a row `Points Possible`, then the learners; `EX` is excused, empty is nothing.
Moodle: names first, `-` is nothing, and last the moment of the download, by which Moodle refuses
what is out of date. Ours says for every item the points, and for the whole what the policy says.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal, TypeAlias, get_args

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from assessments.accounts.models import User
from assessments.courses.models import Enrolment
from assessments.courses.spreadsheets import defused

from .cells import Item
from .computing import StoredCell
from .keeping import freshen
from .table import Asked, Row, asked_learners, rows_of

Style: TypeAlias = Literal["holdout", "canvas", "moodle"]
STYLES: tuple[Style, ...] = get_args(Style)
Value: TypeAlias = str | float | int | None
LEARNERS_AT_ONCE = 200


class _Echo:
    """Gives every written line back instead of keeping it."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file to come: its lines, the heading first, made when they are asked for."""

    staff: Enrolment
    asked: Asked = field(default_factory=Asked)
    style: Style = "holdout"

    def lines(self) -> Iterator[list[Value]]:
        """Heading and the learners asked for; two queries a part of the class, and a few before."""
        course = self.staff.course
        items = freshen(course).items
        downloaded = int(timezone.now().timestamp())
        yield from headings(self.style, items)
        asked = asked_learners(self.staff, self.asked, items)
        learners = asked.iterator(chunk_size=LEARNERS_AT_ONCE)
        while batch := list(islice(learners, LEARNERS_AT_ONCE)):
            for row in rows_of(batch, items):
                yield line_of(self.style, row, course.title, downloaded)


def csv_lines(sheet: Sheet) -> Iterator[str]:
    """The file as CSV, a line at a time."""
    writer = csv.writer(_Echo())
    for line in sheet.lines():
        yield writer.writerow([_csv_cell(value) for value in line])


def xlsx_file(sheet: Sheet) -> io.BytesIO:
    """The file as XLSX. Texts are texts there, whatever they begin with, and never run."""
    book = Workbook(write_only=True)
    page = book.create_sheet("Grades")
    page.freeze_panes = "B2"
    for line in sheet.lines():
        cells = []
        for value in line:
            cell = WriteOnlyCell(page, value=_printable(value) if isinstance(value, str) else value)
            if isinstance(value, str):
                cell.data_type = "s"
            cells.append(cell)
        page.append(cells)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def headings(style: Style, items: Sequence[Item]) -> list[list[Value]]:
    """The lines before the first learner."""
    if style == "canvas":
        titles: list[Value] = [f"{item.title} ({item.id})" for item in items]
        return [
            ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *titles,
             "Current Score", "Final Score", "Current Grade"],
            ["    Points Possible", "", "", "", "", *(float(item.of) for item in items),
             "(read only)", "(read only)", "(read only)"],
        ]  # fmt: skip
    if style == "moodle":
        return [
            ["First name", "Last name", "ID number", "Institution", "Department", "Email address",
             *(f"{_kind(item)}: {item.title} (Real)" for item in items), "Course total (Real)",
             "Course total (Percentage)", "Last downloaded from this course"],
        ]  # fmt: skip
    return [
        ["Username", "Name", "E-mail", *(heading_of(item) for item in items), "Points", "Out of",
         "So far, %", "If nothing more came, %", "Letter"],
    ]  # fmt: skip


def heading_of(item: Item) -> str:
    """An item's column in our own files; the key in brackets tells equal titles apart."""
    return f"{item.title} (of {float(item.of):g}) [{item.key}]"


def line_of(style: Style, row: Row, course: str, downloaded: int) -> list[Value]:
    """One learner's line."""
    user, grade = row.enrolment.user, row.grade
    if style == "canvas":
        return [
            _last_first(user), str(user.pk), "", user.username, course,
            *("EX" if cell["status"] == "excused" else _points(cell) for cell in row.cells),
            grade.so_far, grade.percent, grade.letter,
        ]  # fmt: skip
    if style == "moodle":
        figures: list[Value] = [_points(cell) for cell in row.cells]
        return [
            user.first_name, user.last_name, user.username, "", "", user.email,
            *("-" if figure is None else figure for figure in figures),
            grade.points, None if grade.so_far is None else f"{grade.so_far:g} %", downloaded,
        ]  # fmt: skip
    return [
        user.username, user.name, user.email,
        *("EX" if cell["status"] == "excused" else _points(cell) for cell in row.cells),
        grade.points, grade.max_points, grade.so_far, grade.percent, grade.letter,
    ]  # fmt: skip


def text(cell: str) -> str:
    """The cell, harmless to spreadsheets; Moodle's sign for nothing stays as it is."""
    return cell if cell == "-" else defused(cell)


def _csv_cell(value: Value) -> str:
    if value is None:
        return ""
    return text(value) if isinstance(value, str) else f"{round(value, 4):.12g}"


def _points(cell: StoredCell) -> float | None:
    return None if cell["points"] is None else round(cell["points"], 4)


def _kind(item: Item) -> str:
    return "Quiz" if item.kind == "quiz" else "Assignment"


def _last_first(user: User) -> str:
    if user.last_name:
        return f"{user.last_name}, {user.first_name}".removesuffix(", ")
    return user.name


def _printable(value: str) -> str:
    """Without the control characters that no XLSX file can hold."""
    return "".join(c for c in value if c in "\t\n" or c >= " ")
