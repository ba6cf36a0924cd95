"""How cells, work and events are put into words and addresses for a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from assessments.courses.models import Enrolment

from .cells import Item
from .computing import StoredCell
from .models import GradeEvent, place_in_words
from .table import Row, Table


@dataclass(frozen=True, slots=True)
class CellShown:
    """A cell of the table: few characters, and the signs that the key above the table explains."""

    key: str
    text: str
    tone: str
    of: float


@dataclass(frozen=True)
class RowShown:
    """A row as the table shows it."""

    row: Row
    items: Sequence[Item]

    @cached_property
    def cells(self) -> list[CellShown]:
        """In the order of the items."""
        return [
            CellShown(item.key, text_of(cell), tone_of(cell), cell["of"])
            for item, cell in zip(self.items, self.row.cells, strict=True)
        ]


def rows_shown(table: Table) -> Iterator[RowShown]:
    """The rows of this page."""
    for row in table.rows:
        yield RowShown(row, table.items)


def text_of(cell: StoredCell) -> str:
    """Points, or why there are none, and the signs: * set by hand, L late, … waits."""
    if cell["status"] == "excused":
        return "EX"
    if cell["points"] is None or cell["status"] == "missing":
        if cell["status"] == "missing":
            return "M"
        return {"failed": "!", "open": "○", "": "–"}.get(cell["state"], "…")
    text = f"{round(cell['points'], 2):.12g}"
    if cell["overridden"]:
        text += "*"
    if cell["late"]:
        text += " L"
    if cell["state"] == "failed":
        text += " !"
    elif cell["state"] in {"queued", "grading"}:
        text += " …"
    return text


def tone_of(cell: StoredCell) -> str:
    """The colour that goes with the text, never the only sign."""
    if cell["status"] == "missing":
        return "bad"
    if cell["state"] == "failed" or cell["late"]:
        return "warn"
    return "muted" if cell["points"] is None else ""


@dataclass(frozen=True, slots=True)
class EventShown:
    """One event of the log in words."""

    event: GradeEvent
    what: str
    change: str
    why: str


def events_shown(events: Sequence[GradeEvent]) -> Iterator[EventShown]:
    """The events in words, in the order given."""
    for event in events:
        details = event.details
        change = ""
        if event.deed in {GradeEvent.Deed.RECORDED, GradeEvent.Deed.REGRADED}:
            change = f"{details.get('points', 0):g} of {details.get('of', 0):g}"
            if "was" in details:
                change = f"from {details['was']:g} to {change}"
        elif "from" in details:
            change = f"from {_worded(details['from'])} to {_worded(details.get('to'))}"
        elif "place" in details:
            change = place_in_words(details["place"])
        why = str(details.get("why", details.get("remark", "")))
        yield EventShown(event, event.get_deed_display(), change, why)


def learner_url(enrolment: Enrolment, course_slug: str) -> str:
    """The record of a learner."""
    return reverse("gradebook:learner", args=[course_slug, enrolment.pk])


def _worded(value: object) -> str:
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)
