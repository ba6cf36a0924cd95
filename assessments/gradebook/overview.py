"""A whole course at a glance: how grades lie, item by item; who needs help and why; the queue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Min, Q
from django.utils import timezone

from assessments.courses.models import Enrolment
from assessments.submissions.models import Submission

from .access import learners_seen_by
from .cells import Item
from .keeping import freshen
from .models import CourseGrade
from .statistics import Distribution, distribution, middle

# What the queue's times are taken from.
NEWEST = 200
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """One item over the whole class."""

    item: Item
    grades: Distribution | None
    missing: int
    late: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Queue:
    """How the grading of programs goes, in this course."""

    queued: int
    grading: int
    failed: int
    oldest: timedelta | None
    median: timedelta | None
    slowest: timedelta | None


@dataclass(frozen=True, slots=True)
class Overview:
    """The class."""

    learners: int
    so_far: Distribution | None
    items: tuple[ItemFigures, ...]
    at_risk: tuple[CourseGrade, ...]
    queue: Queue


def overview_of(staff: Enrolment) -> Overview:
    """Of the learners this member of the staff is responsible for. A flat number of queries."""
    items = freshen(staff.course).items
    grades = list(
        CourseGrade.objects.filter(enrolment__in=learners_seen_by(staff))
        .select_related("enrolment__user")
        .order_by("so_far", "enrolment__user__last_name", "pk")
    )
    return Overview(
        learners=len(grades),
        so_far=distribution([grade.so_far for grade in grades if grade.so_far is not None]),
        items=tuple(_figures(item, grades) for item in items),
        at_risk=tuple(grade for grade in grades if grade.is_at_risk),
        queue=queue_of(staff),
    )


def queue_of(staff: Enrolment) -> Queue:
    """Two queries."""
    mine = Submission.objects.filter(enrolment__course=staff.course).order_by()
    now = timezone.now()
    state = Submission.State
    counted = mine.aggregate(
        queued=Count("pk", filter=Q(state=state.QUEUED)),
        grading=Count("pk", filter=Q(state=state.GRADING)),
        failed=Count("pk", filter=Q(state=state.FAILED, graded_at__gt=now - DAY)),
        oldest=Min("submitted_at", filter=Q(state=state.QUEUED)),
    )
    times = [
        graded_at - submitted_at
        for submitted_at, graded_at in mine.filter(state=state.GRADED, graded_at__isnull=False)
        .order_by("-graded_at")
        .values_list("submitted_at", "graded_at")[:NEWEST]
        if graded_at is not None
    ]
    return Queue(
        queued=counted["queued"],
        grading=counted["grading"],
        failed=counted["failed"],
        oldest=None if counted["oldest"] is None else now - counted["oldest"],
        median=middle(times),
        slowest=max(times, default=None),
    )


def percents_of(item: Item, grades: Sequence[CourseGrade]) -> list[float]:
    """What share of the item's points learners have, in percent, where they have any mark."""
    return [
        100 * cell["points"] / cell["of"]
        for grade in grades
        if (cell := grade.cells.get(item.key)) is not None
        and cell["status"] == "marked"
        and cell["points"] is not None
        and cell["of"]
    ]


def _figures(item: Item, grades: Sequence[CourseGrade]) -> ItemFigures:
    cells = [cell for grade in grades if (cell := grade.cells.get(item.key)) is not None]
    return ItemFigures(
        item=item,
        grades=distribution(percents_of(item, grades)),
        missing=sum(cell["status"] == "missing" for cell in cells),
        late=sum(cell["late"] for cell in cells),
        waiting=sum(
            cell["status"] == "pending" and cell["state"] not in {"", "open"} for cell in cells
        ),
    )
