"""From what is known of a learner to the whole grade, and what is noticed on the way. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias, TypedDict

from assessments.courses.policies import Policy
from assessments.courses.questions.policy import Counts
from assessments.courses.terms import Deadline

from .arithmetic import HUNDRED, Grade, course_grade
from .cells import Cell, Decision, Facts, Item, Marked, Work, cell_of

# So many missing items, and this share of those that were due, make a reason to look after somebody.
MISSING_AT_RISK = 2
MISSING_SHARE_AT_RISK = 0.15


# The learner and the item.
Place: TypeAlias = tuple[uuid.UUID, str]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is known of some learners, by learner and item."""

    works: Mapping[Place, list[Work]]
    decisions: Mapping[Place, Decision]
    marked: Mapping[Place, Mapping[uuid.UUID, Marked]]
    deadlines: Mapping[Place, Deadline] = field(default_factory=dict)
    # Which try counts, by item, where its content says so.
    counts: Mapping[str, Counts] = field(default_factory=dict)

    def facts(self, place: Place, *, hidden: Collection[str] = ()) -> Facts:
        """What one cell is computed from; `hidden` names the items the onlooker may not see."""
        return Facts(
            works=self.works.get(place, ()),
            decision=self.decisions.get(place, Decision()),
            marked=self.marked.get(place, {}),
            deadline=self.deadlines.get(place, Deadline()),
            is_hidden=place[1] in hidden,
            counts=self.counts.get(place[1], "best"),
        )


class StoredCell(TypedDict):
    """A cell as it is kept: points and maximum, why it counts or not, and what is to be noticed."""

    points: float | None
    of: float
    status: str
    state: str
    works: int
    work: str | None
    late: bool
    overridden: bool
    commented: bool


@dataclass(frozen=True, slots=True)
class LearnerGrade:
    """One learner: every cell, the grade of what is settled, and the grade if nothing more came."""

    cells: tuple[Cell, ...]
    so_far: Grade
    final: Grade
    risks: tuple[str, ...]

    def count(self, what: str) -> int:
        """How many cells are missing, late, failed or waiting."""
        return sum(1 for cell in self.cells if what in noticed(cell))


def learner_grade(
    policy: Policy,
    items: Sequence[Item],
    gathered: Gathered,
    enrolment: uuid.UUID,
    *,
    now: datetime,
    hidden: Collection[str] = (),
) -> LearnerGrade:
    """The learner's grade; `hidden` are the items the onlooker must not learn anything of."""
    cells = tuple(
        cell_of(item, policy, gathered.facts((enrolment, item.key), hidden=hidden), now=now)
        for item in items
    )
    return grade_from(policy, cells)


def grade_from(policy: Policy, cells: tuple[Cell, ...]) -> LearnerGrade:
    """The grade that these cells give."""
    marks = [(cell.item.category.id, cell.mark) for cell in cells if cell.item.category]
    so_far = course_grade(policy, marks, pending_is_zero=False)
    final = course_grade(policy, marks, pending_is_zero=True)
    return LearnerGrade(cells, so_far, final, risks_of(policy, cells, so_far))


def noticed(cell: Cell) -> set[str]:
    """What a table can be filtered by: missing, late, failed, waiting, excused, overridden."""
    found = set()
    if cell.mark.status == "missing":
        found.add("missing")
    if cell.late is not None:
        found.add("late")
    if cell.state == "failed":
        found.add("failed")
    if cell.mark.status == "pending" and cell.state not in {"", "open"}:
        found.add("waiting")
    if cell.decision.is_excused:
        found.add("excused")
    if cell.decision.points is not None:
        found.add("overridden")
    return found


def risks_of(policy: Policy, cells: Sequence[Cell], so_far: Grade) -> tuple[str, ...]:
    """Reasons to look after the learner, each a sentence; every one can be checked in the table."""
    found = []
    missing = [cell.item.title for cell in cells if cell.mark.status == "missing"]
    due = sum(cell.mark.status in {"marked", "missing"} for cell in cells)
    if len(missing) >= max(MISSING_AT_RISK, MISSING_SHARE_AT_RISK * due):
        found.append(f"{len(missing)} items were due and are missing: {', '.join(missing[:3])}"
                     + (" and more." if len(missing) > 3 else "."))  # fmt: skip
    if so_far.share is not None and so_far.share * HUNDRED < policy.at_risk_below:
        found.append(
            f"{float(so_far.share * HUNDRED):.0f} % so far, below {policy.at_risk_below:g} %."
        )
    return tuple(found)


def stored_cell(cell: Cell) -> StoredCell:
    """What the table keeps of a cell."""
    has_points = cell.mark.status == "marked" or (
        cell.mark.status in {"excused", "uncounted"} and cell.counting is not None
    )
    return StoredCell(
        points=float(cell.mark.points) if has_points else None,
        of=float(cell.mark.max_points),
        status=cell.mark.status,
        state=cell.state,
        works=len(cell.works),
        work=None if cell.counting is None else str(cell.counting.id),
        late=cell.late is not None,
        overridden=cell.decision.points is not None,
        commented=bool(cell.decision.comment),
    )


def next_change(grade: LearnerGrade, *, now: datetime) -> datetime | None:
    """The next date that makes a difference to the grade by passing."""
    dates = [cell.deadline.due_at for cell in grade.cells if cell.deadline.due_at is not None]
    return min((date for date in dates if date > now), default=None)
