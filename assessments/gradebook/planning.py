"""What a file of grades would change: the dry run of an import. Nothing is stored here.

Read are our own columns, Canvas' and Moodle's, told apart by the heading. An empty cell, `-` and
`N/A` change nothing, `EX` excuses, a number sets points where it differs from what counts now.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from assessments.courses.models import Course, Enrolment
from assessments.courses.spreadsheets import FORMULA

from .adjusting import MOST_POINTS
from .cells import Item
from .computing import StoredCell
from .keeping import freshen
from .models import Adjustment
from .reading_files import ImportRefused, Problem, Sheet, read_sheet
from .table import NOTHING, in_order

MOST_PROBLEMS = 20
NO_CHANGE = {"", "-", "–", "N/A", "n/a"}
OURS = re.compile(r"\[(?P<key>(?:quiz|assignment)-\d+)\]$")
CANVAS = re.compile(r"^(?P<title>.*) \((?P<id>\d+)\)$")
MOODLE = re.compile(r"^(?P<kind>Quiz|Assignment): (?P<title>.*) \(Real\)$")
THOUSANDS = re.compile(r"^-?\d{1,3}(?:\.\d{3})*,\d+$")


class PlannedChange(TypedDict):
    """One cell that would change: what counts now, and what is to; `set_before` is the override now."""

    row: int
    enrolment: str
    name: str
    item: str
    title: str
    was: float | None
    now: float | None
    excuses: bool
    set_before: float | None
    excused_before: bool
    is_conflict: bool


class Plan(TypedDict):
    """A dry run. `unknown` are rows of nobody in the course, `ignored` columns that say nothing."""

    style: str
    changes: list[PlannedChange]
    unknown: list[dict[str, str | int]]
    ignored: list[str]
    unchanged: int


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where a file says whose row it is, and which column is which item."""

    style: str
    who: tuple[str, ...]
    items: Mapping[int, Item]


def plan_import(course: Course, data: bytes) -> Plan:
    """The dry run. Raises ImportRefused with every fault, each with row and column."""
    sheet = read_sheet(data)
    items = freshen(course).items
    layout = _layout(sheet, items)
    learners = list(in_order(Enrolment.objects.filter(course=course, role=Enrolment.Role.LEARNER)))
    names = _names(learners)
    adjustments = {
        (row.enrolment_id, row.item): row
        for row in Adjustment.objects.filter(enrolment__course=course)
    }
    problems: list[Problem] = []
    plan = Plan(
        style=layout.style, changes=[], unknown=[], ignored=_ignored(sheet, layout), unchanged=0
    )
    met: dict[Enrolment, int] = {}
    for number, cells in sheet.rows:
        if cells[0].strip() in {"Points Possible", "Student, Test"}:
            continue
        learner, said = _learner(sheet, layout, names, cells)
        if learner is None:
            plan["unknown"].append({"row": number, "who": said})
            continue
        if learner in met:
            problems.append(Problem(f"{said} stands in row {met[learner]} already", number))
            continue
        met[learner] = number
        for place, item in layout.items.items():
            try:
                value = _value(cells[place], is_comma=sheet.is_comma)
            except ValueError as error:
                problems.append(Problem(str(error), number, sheet.heading[place]))
                continue
            if value is None:
                continue
            change = _change(number, learner, item, value, adjustments.get((learner.pk, item.key)))
            if change is None:
                plan["unchanged"] += 1
            else:
                plan["changes"].append(change)
    if problems:
        raise ImportRefused(*problems[:MOST_PROBLEMS])
    if not met:
        raise ImportRefused(Problem("The file names no learner of this course."))
    return plan


def _layout(sheet: Sheet, items: Sequence[Item]) -> _Layout:
    heading = sheet.heading
    if "Username" in heading:
        layout = _Layout("holdout", ("Username",), dict(_matched(heading, items, OURS)))
    elif "SIS Login ID" in heading:
        layout = _Layout("canvas", ("SIS Login ID",), dict(_matched(heading, items, CANVAS)))
    elif "Email address" in heading:
        who = ("ID number", "Email address")
        layout = _Layout("moodle", who, dict(_matched(heading, items, MOODLE)))
    else:
        raise ImportRefused(
            Problem(
                "no column Username, SIS Login ID or Email address says whose grades these are", 1
            )
        )
    if not layout.items:
        raise ImportRefused(Problem("no column is an item of this course", 1))
    return layout


def _matched(
    heading: Sequence[str], items: Sequence[Item], pattern: re.Pattern[str]
) -> Iterator[tuple[int, Item]]:
    """The columns that are items. Raises ImportRefused where two items could be meant."""
    for place, name in enumerate(heading):
        if (found := pattern.search(name)) is None:
            continue
        parts = found.groupdict()
        meant = [item for item in items if _is_meant(item, parts)]
        if len(meant) > 1:
            raise ImportRefused(Problem("several items of the course could be meant", 1, name))
        if meant:
            yield place, meant[0]


def _is_meant(item: Item, parts: Mapping[str, str]) -> bool:
    if "key" in parts:
        return item.key == parts["key"]
    if item.title != parts["title"]:
        return False
    return item.id == int(parts["id"]) if "id" in parts else item.kind == parts["kind"].lower()


def _ignored(sheet: Sheet, layout: _Layout) -> list[str]:
    known = {*layout.who, "Name", "E-mail", "Student", "First name", "Last name"}
    return [
        name
        for place, name in enumerate(sheet.heading)
        if name and place not in layout.items and name not in known
    ]


def _names(learners: Sequence[Enrolment]) -> dict[str, Enrolment]:
    """Learners by username and by address; an address that two share names nobody."""
    emails = Counter(learner.user.email.lower() for learner in learners)
    by_email = {
        learner.user.email.lower(): learner
        for learner in learners
        if learner.user.email and emails[learner.user.email.lower()] == 1
    }
    return {**by_email, **{learner.user.username: learner for learner in learners}}


def _learner(
    sheet: Sheet, layout: _Layout, names: Mapping[str, Enrolment], cells: Sequence[str]
) -> tuple[Enrolment | None, str]:
    """Whose row it is, and what the row says of it."""
    said = ""
    for column in layout.who:
        if column not in sheet.heading:
            continue
        said = _bared(cells[sheet.heading.index(column)]) or said
        if (learner := names.get(said) or names.get(said.lower())) is not None:
            return learner, said
    return None, said or cells[0]


def _bared(cell: str) -> str:
    """The cell without the apostrophe that our own files put before what looks like a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def _value(cell: str, *, is_comma: bool) -> float | str | None:
    """Points, "EX", or None for no change. Raises ValueError with the reason."""
    if cell in NO_CHANGE:
        return None
    if cell.upper() == "EX":
        return "EX"
    text = cell
    if THOUSANDS.match(cell) or (is_comma and "," in cell):
        text = cell.replace(".", "").replace(",", ".")
    if not re.fullmatch(r"-?\d+(?:\.\d+)?", text):
        raise ValueError(f"{cell!r} is no number")
    value = float(text)
    if value < 0:
        raise ValueError(f"{cell} is negative; points never are")
    if value > MOST_POINTS:
        raise ValueError(f"{cell} is more than points can be")
    return value


def _change(
    number: int, learner: Enrolment, item: Item, value: float | str, held: Adjustment | None
) -> PlannedChange | None:
    """What the cell would change; None when it says what counts already."""
    cell: StoredCell = learner.course_grade.cells.get(item.key, NOTHING)
    excused = cell["status"] == "excused"
    if value == "EX" and excused:
        return None
    same = cell["points"] is not None and isinstance(value, float)
    if same and not excused and abs((cell["points"] or 0.0) - float(value)) < 5e-5:
        return None
    return PlannedChange(
        row=number,
        enrolment=str(learner.pk),
        name=learner.user.name,
        item=item.key,
        title=item.title,
        was=cell["points"],
        now=None if value == "EX" else float(value),
        excuses=value == "EX",
        set_before=None if held is None else held.points,
        excused_before=excused,
        is_conflict=held is not None and held.points is not None,
    )
