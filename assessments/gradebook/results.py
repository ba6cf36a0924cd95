"""What came out of quizzes and assignments for many learners at once: the best counts.

The best is the largest share of the points, the earlier one among equals. Every function here costs
the same number of queries for one learner and for a thousand.
"""

from __future__ import annotations

import functools
import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, TypeAlias, cast, get_args

from django.db.models import Count, F, Max, QuerySet, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from assessments.courses.outline import Entry
from assessments.quizzes.models import Attempt
from assessments.submissions.models import Submission

State: TypeAlias = Literal["open", "finished", "queued", "grading", "graded", "failed"]
STATES: tuple[State, ...] = get_args(State)
# The learner, the kind and the id of the item.
Place: TypeAlias = tuple[uuid.UUID, str, int]
NOBODYS = uuid.UUID(int=0)


@dataclass(frozen=True, slots=True)
class Result:
    """What one learner has at one item.

    `points`, `achieved_at` and `url` are those of the best work, None while none is marked.
    `marked_count` counts what is marked. `state` and `newest_url` are those of the newest work.
    """

    state: State
    newest_url: str
    points: float | None = None
    max_points: float | None = None
    achieved_at: datetime | None = None
    url: str | None = None
    marked_count: int = 0

    @property
    def shown(self) -> str:
        """The points, with two decimals at most; nothing while there are none."""
        return "" if self.points is None else f"{round(self.points, 2):.12g}"

    @property
    def is_unsettled(self) -> bool:
        """Whether the newest work is not marked: begun, sent in, or failed by our fault."""
        return self.state not in {"finished", "graded"}


@dataclass(frozen=True, slots=True)
class Total:
    """The sum over all items; an item without a result counts none of its points."""

    points: float
    max_points: float


def results_of(enrolments: Collection[uuid.UUID]) -> dict[Place, Result]:
    """Every result of these enrolments. Four queries."""
    results = {
        **_best(Attempt.objects.filter(finished_at__isnull=False), "quiz", enrolments),
        **_best(Submission.objects.filter(state=Submission.State.GRADED), "assignment", enrolments),
    }
    for place, state, work in (*_open_attempts(enrolments), *_newest_submissions(enrolments)):
        url = _url(place[1], work, state)
        best = results.get(place, Result(state, url))
        results[place] = replace(best, state=state, newest_url=url)
    return results


def total(entries: Collection[Entry], results: Collection[Result | None]) -> Total:
    """The sum of one learner's results, which stand in the order of the entries."""
    points = maximum = 0.0
    for entry, result in zip(entries, results, strict=True):
        if result is not None and result.points is not None and result.max_points is not None:
            points += result.points
            maximum += result.max_points
        else:
            maximum += entry.max_points or 0.0
    return Total(points, maximum)


def _best(
    work: QuerySet[Any], kind: Literal["quiz", "assignment"], enrolments: Collection[uuid.UUID]
) -> dict[Place, Result]:
    """The best work by place, chosen by the database."""
    item = F("revision__quiz_id") if kind == "quiz" else F("revision__assignment_id")
    when = F("finished_at") if kind == "quiz" else F("submitted_at")
    one_item = [F("enrolment_id"), F("item")]
    ranked = (
        work.filter(enrolment__in=enrolments)
        .order_by()
        .annotate(item=item, share=F("points") / F("max_points"), achieved_at=when)
        .annotate(
            rank=Window(
                RowNumber(),
                partition_by=one_item,
                order_by=[F("share").desc(), F("achieved_at").asc(), F("pk").asc()],
            ),
            marked_count=Window(Count("pk"), partition_by=one_item),
        )
        .filter(rank=1)
        .values_list(
            "enrolment_id", "item", "pk", "points", "max_points", "achieved_at", "marked_count"
        )
    )
    state: State = "finished" if kind == "quiz" else "graded"
    return {
        (enrolment, kind, item_id): Result(
            state, url := _url(kind, pk, state), points, max_points, achieved_at, url, marked_count
        )
        for enrolment, item_id, pk, points, max_points, achieved_at, marked_count in ranked
    }


def _open_attempts(enrolments: Collection[uuid.UUID]) -> list[tuple[Place, State, uuid.UUID]]:
    found = Attempt.objects.filter(enrolment__in=enrolments, finished_at=None).values_list(
        "enrolment_id", "revision__quiz_id", "pk"
    )
    return [((enrolment, "quiz", quiz), "open", pk) for enrolment, quiz, pk in found]


def _newest_submissions(
    enrolments: Collection[uuid.UUID],
) -> list[tuple[Place, State, uuid.UUID]]:
    found = (
        Submission.objects.filter(enrolment__in=enrolments)
        .order_by()
        .annotate(
            item=F("revision__assignment_id"),
            newest=Window(
                Max("submitted_at"), partition_by=[F("enrolment_id"), F("revision__assignment_id")]
            ),
        )
        .filter(submitted_at=F("newest"))
        .values_list("enrolment_id", "item", "state", "pk")
    )
    return [
        ((enrolment, "assignment", item), cast(State, state), pk)
        for enrolment, item, state, pk in found
    ]


def _url(kind: str, work: uuid.UUID, state: State) -> str:
    name = "quizzes:attempt" if state == "open" else "quizzes:review"
    return _pattern("submissions:submission" if kind == "assignment" else name).replace(
        str(NOBODYS), str(work)
    )


@functools.cache
def _pattern(name: str) -> str:
    """The address with a placeholder in it: a gradebook has too many to look each one up."""
    return reverse(name, args=[NOBODYS])
