"""What a page says about a grade: the formulas, with the learner's own values in them. Pure.

Every figure here is one that `arithmetic` and `cells` computed with; nothing is computed again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from assessments.courses.policies import Policy

from .arithmetic import HUNDRED, CategoryGrade, Fate, Grade, Line
from .cells import Cell, Step, figure
from .computing import LearnerGrade, grade_from

FATES: dict[Fate, str] = {
    "counted": "Counts",
    "dropped_lowest": "Dropped: the share is larger without it",
    "dropped_highest": "Dropped as one of the highest",
    "left_out": "Does not count yet",
}
STATUSES = {
    "excused": "Excused",
    "hidden": "Not released yet",
    "uncounted": "Counts nothing by the policy",
    "pending": "Not settled yet",
    "missing": "Missing",
}


@dataclass(frozen=True, slots=True)
class LineShown:
    """An item in its category: the cell, and what became of it."""

    cell: Cell
    line: Line

    @property
    def fate(self) -> str:
        """In words."""
        if self.line.fate == "left_out":
            return STATUSES.get(self.line.mark.status, FATES["left_out"])
        if self.line.mark.status == "missing":
            return "Missing: counts as nothing"
        if self.line.mark.is_extra and self.line.fate == "counted":
            return "Extra credit: adds points only"
        return FATES[self.line.fate]

    @property
    def counts(self) -> bool:
        """Whether it is part of the category's share."""
        return self.line.fate == "counted"

    @property
    def points(self) -> str:
        """As shown; empty while there are none."""
        return (
            figure(self.line.mark.points) if self.cell.mark.status in {"marked", "missing"} else ""
        )

    @property
    def of(self) -> str:
        """The item's maximum."""
        return figure(self.line.mark.max_points)


@dataclass(frozen=True, slots=True)
class CategoryShown:
    """A category, its items, and its formula."""

    grade: CategoryGrade
    lines: tuple[LineShown, ...]

    @property
    def percent(self) -> str:
        """The share in percent; empty while nothing counts."""
        return "" if self.grade.share is None else figure(self.grade.share * HUNDRED)

    @property
    def formula(self) -> str:
        """Points over maximum, item by item; extra credit stands above the line only."""
        counted = [line.line.mark for line in self.lines if line.counts]
        if not counted or self.grade.share is None:
            return ""
        above = " + ".join(figure(mark.points) for mark in counted)
        below = " + ".join(figure(mark.max_points) for mark in counted if not mark.is_extra)
        return f"({above}) / ({below}) = {self.percent} %"

    @property
    def rule(self) -> str:
        """What the policy says of this category, in words."""
        category = self.grade.category
        said = []
        if category.weight is not None:
            said.append(f"{category.weight:g} % of the whole")
        if category.extra_credit:
            said.append("extra credit")
        if category.drop_lowest:
            said.append(f"the lowest {category.drop_lowest} dropped")
        if category.drop_highest:
            said.append(f"the highest {category.drop_highest} dropped")
        return ", ".join(said)


def categories_shown(grade: LearnerGrade, whole: Grade) -> tuple[CategoryShown, ...]:
    """The categories of `whole` (so far, or if nothing more came) with the learner's cells."""
    cells = {cell.item.key: cell for cell in grade.cells}
    return tuple(
        CategoryShown(each, tuple(LineShown(cells[line.mark.item], line) for line in each.lines))
        for each in whole.categories
    )


def whole_formula(policy: Policy, whole: Grade) -> str:
    """How the categories make the whole, to the rounded percentage."""
    if whole.share is None or whole.percent is None:
        return ""
    counted = [each for each in whole.categories if each.share is not None]
    if policy.total == "points":
        above = " + ".join(figure(each.points) for each in counted)
        ordinary = [each for each in counted if not each.category.extra_credit]
        below = " + ".join(figure(each.max_points) for each in ordinary)
        exactly = f"({above}) / ({below})"
    else:
        above = " + ".join(
            f"{figure(each.weight or Fraction(0))} × {figure((each.share or Fraction(0)) * HUNDRED)}"
            for each in counted
        )
        exactly = f"({above}) / {figure(whole.weights_used)}"
    return f"{exactly} = {figure(whole.share * HUNDRED)} %, rounded {whole.percent} %"


def supposed(policy: Policy, grade: LearnerGrade, points: Mapping[str, Fraction]) -> LearnerGrade:
    """The grade if the learner had these points, by item. Hidden and excused cells stay what they are."""
    return grade_from(policy, tuple(_supposed_cells(grade, points)))


def _supposed_cells(grade: LearnerGrade, points: Mapping[str, Fraction]) -> Iterator[Cell]:
    for cell in grade.cells:
        value = points.get(cell.item.key)
        if value is None or cell.mark.status in {"hidden", "excused", "uncounted"}:
            yield cell
            continue
        step = Step("override", "Supposed", f"{figure(value)} of {figure(cell.item.of)}", value)
        yield replace(cell, mark=replace(cell.mark, status="marked", points=value), steps=(step,))
