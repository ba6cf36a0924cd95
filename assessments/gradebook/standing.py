"""One member's way through a course: the result at every item, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.courses.models import Enrolment
from assessments.courses.outline import Entry, outline
from assessments.courses.reading import lessons_read

from .items import key_of
from .learners import record_of
from .results import Result, Total, result_of, total_of


@dataclass(frozen=True, slots=True)
class Step:
    """An item and what the member has there; None where nothing was begun."""

    entry: Entry
    result: Result | None
    is_read: bool = False

    @property
    def is_done(self) -> bool:
        """A lesson that was read, or an item with work in it that is not open."""
        if self.entry.kind == "lesson":
            return self.is_read
        return _has_work(self) and self.result is not None and self.result.state != "open"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A module and its steps."""

    slug: str
    title: str
    summary: str
    steps: tuple[Step, ...]

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(step.is_done for step in self.steps)

    @property
    def minutes_left(self) -> int:
        """How long the others take, as their authors think."""
        return sum(step.entry.minutes for step in self.steps if not step.is_done)


@dataclass(frozen=True, slots=True)
class Standing:
    """All stretches in order, the step that comes next (None at the end), and the grade.

    `total` is the grade if nothing more came, `so_far` that of what is settled.
    """

    stretches: tuple[Stretch, ...]
    next: Step | None
    total: Total
    so_far: Total

    @property
    def graded(self) -> list[Step]:
        """The steps that give points."""
        return [
            step
            for stretch in self.stretches
            for step in stretch.steps
            if step.entry.max_points is not None
        ]


def standing_of(enrolment: Enrolment) -> Standing:
    """Where the member stands in the course, as the member may see it. A flat number of queries."""
    chapters = outline(enrolment.course)
    record = record_of(enrolment, seen_by_staff=False, chapters=chapters)
    results = {
        cell.item.key: result_of(cell)
        for cell in record.grade.cells
        if cell.works or cell.mark.status != "pending"
    }
    read = lessons_read(enrolment)
    stretches = tuple(
        Stretch(
            chapter.slug,
            chapter.title,
            chapter.summary,
            tuple(
                Step(
                    entry,
                    results.get(key_of(entry)),
                    is_read=entry.kind == "lesson" and entry.id in read,
                )
                for entry in chapter.entries
            ),
        )
        for chapter in chapters
    )
    steps = [step for stretch in stretches for step in stretch.steps]
    return Standing(
        stretches, _next(steps), total_of(record.grade.final), total_of(record.grade.so_far)
    )


def _next(steps: Sequence[Step]) -> Step | None:
    """An attempt left open; else what is not done behind the last work; else a gap before it."""
    for step in steps:
        if step.result is not None and step.result.state == "open":
            return step
    worked = [place for place, step in enumerate(steps) if step.is_read or _has_work(step)]
    following = worked[-1] + 1 if worked else 0
    if following < len(steps):
        return steps[following]
    return next(
        (step for step in steps if step.entry.max_points is not None and step.result is None), None
    )


def _has_work(step: Step) -> bool:
    return step.result is not None and step.result.standing not in {"missing", "excused"}
