"""One member's way through a course: the result at every item, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.courses.models import Enrolment
from assessments.courses.outline import Entry, outline

from .results import Result, Total, results_of, total


@dataclass(frozen=True, slots=True)
class Step:
    """An item and what the member has there."""

    entry: Entry
    result: Result | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A module and its steps."""

    slug: str
    title: str
    summary: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """All stretches in order, the step that comes next (None at the end), and the sum of points."""

    stretches: tuple[Stretch, ...]
    next: Step | None
    total: Total

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
    """Where the member stands in the course. Eight queries."""
    results = results_of([enrolment.pk])
    stretches = tuple(
        Stretch(
            chapter.slug,
            chapter.title,
            chapter.summary,
            tuple(
                Step(entry, results.get((enrolment.pk, entry.kind, entry.id)))
                for entry in chapter.entries
            ),
        )
        for chapter in outline(enrolment.course)
    )
    steps = [step for stretch in stretches for step in stretch.steps]
    graded = [step for step in steps if step.entry.max_points is not None]
    return Standing(
        stretches,
        _next(steps),
        total([step.entry for step in graded], [step.result for step in graded]),
    )


def _next(steps: Sequence[Step]) -> Step | None:
    """An attempt left open; else what follows the last item with work; else a gap before it."""
    for step in steps:
        if step.result is not None and step.result.state == "open":
            return step
    worked = [place for place, step in enumerate(steps) if step.result is not None]
    following = worked[-1] + 1 if worked else 0
    if following < len(steps):
        return steps[following]
    return next(
        (step for step in steps if step.entry.max_points is not None and step.result is None), None
    )
