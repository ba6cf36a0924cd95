"""What a learner has at an item, in few words: for the way through a course, and for programs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias, get_args

from django.urls import reverse

from .arithmetic import Grade
from .cells import Cell, Item, Work

State: TypeAlias = Literal["open", "finished", "queued", "grading", "graded", "failed"]
STATES: tuple[State, ...] = get_args(State)
Standing: TypeAlias = Literal["marked", "missing", "pending", "excused", "hidden", "uncounted"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)


@dataclass(frozen=True, slots=True)
class Result:
    """What one learner has at one item.

    `points` are what counts by the policy, None while nothing does; `achieved_at` and `url` are
    those of the work that counts. `state` and `newest_url` are those of the newest work, None while
    there is none. `standing` says why it counts, or why not.
    """

    standing: Standing
    max_points: float
    state: State | None = None
    newest_url: str | None = None
    points: float | None = None
    achieved_at: datetime | None = None
    url: str | None = None
    marked_count: int = 0

    @property
    def is_unsettled(self) -> bool:
        """Whether the newest work is not marked: begun, sent in, or failed by our fault."""
        return self.state not in {None, "finished", "graded"}


@dataclass(frozen=True, slots=True)
class Total:
    """A grade as a sum of points; `percent` and `letter` are the policy's."""

    points: float
    max_points: float
    percent: float | None
    letter: str | None


def result_of(cell: Cell) -> Result:
    """The cell in few words."""
    newest, counting = cell.newest, cell.counting
    return Result(
        standing=cell.mark.status,
        max_points=float(cell.mark.max_points),
        state=None if newest is None else newest.state,
        newest_url=None if newest is None else work_url(cell.item, newest),
        points=float(cell.mark.points) if cell.mark.status == "marked" else None,
        achieved_at=None if counting is None else counting.at,
        url=None if counting is None else work_url(cell.item, counting),
        marked_count=sum(work.is_marked for work in cell.works),
    )


def total_of(grade: Grade) -> Total:
    """The grade as a sum."""
    percent = None if grade.percent is None else float(grade.percent)
    return Total(float(grade.points), float(grade.max_points), percent, grade.letter)


def work_url(item: Item, work: Work) -> str:
    """The page of an attempt or a submission."""
    if item.kind == "assignment":
        return reverse("submissions:submission", args=[work.id])
    name = "quizzes:attempt" if work.state == "open" else "quizzes:review"
    return reverse(name, args=[work.id])
