"""What a class did at one item: when, how often, how soon all points came, and what went wrong."""

from __future__ import annotations

import statistics
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from assessments.courses.models import Enrolment
from assessments.quizzes.models import Attempt
from assessments.submissions.models import Submission

from .access import learners_seen_by
from .cells import Item
from .models import CourseGrade
from .overview import percents_of
from .statistics import Distribution, distribution, middle

# So many curves can be told apart, if barely.
MOST_CURVES = 60


@dataclass(frozen=True, slots=True)
class Day:
    """How much was handed in on one day."""

    day: date
    count: int


@dataclass(frozen=True, slots=True)
class FirstFull:
    """How soon learners had all points: at which try, and how long after handing in first."""

    learners: int
    reached: int
    tries: tuple[tuple[int, int], ...]
    median_time: timedelta | None


@dataclass(frozen=True, slots=True)
class Finding:
    """A diagnostic, and in how many learners' newest program it was seen."""

    id: str
    severity: str
    learners: int
    share: float
    example: str
    submission: uuid.UUID


@dataclass(frozen=True, slots=True)
class Spread:
    """One epoch over all curves."""

    epoch: int
    n: int
    lower: float
    median: float
    upper: float


@dataclass(frozen=True, slots=True)
class Curves:
    """Validation losses by learner, and their quartiles by epoch."""

    each: tuple[tuple[float | None, ...], ...]
    spread: tuple[Spread, ...]


@dataclass(frozen=True, slots=True)
class Insight:
    """One item over the learners somebody is responsible for."""

    item: Item
    grades: Distribution | None
    days: tuple[Day, ...]
    first_full: FirstFull
    findings: tuple[Finding, ...] = ()
    failures: tuple[tuple[str, int], ...] = ()
    curves: Curves | None = None

    @property
    def median_hours(self) -> float | None:
        """How long it took half of those who reached all points, in hours."""
        time = self.first_full.median_time
        return None if time is None else time / timedelta(hours=1)


def insight_into(staff: Enrolment, item: Item) -> Insight:
    """Everything known of the class at this item. A flat number of queries."""
    learners = learners_seen_by(staff)
    grades = list(CourseGrade.objects.filter(enrolment__in=learners))
    handed_in = list(_handed_in(item, learners))
    known: dict[str, Any] = {}
    if item.kind == "assignment":
        reports = list(_newest_reports(item, learners))
        known = {
            "findings": tuple(findings(reports)),
            "failures": tuple(_failures(reports)),
            "curves": curves(reports),
        }
    return Insight(
        item=item,
        grades=distribution(percents_of(item, grades)),
        days=tuple(_days(handed_in)),
        first_full=first_full(handed_in),
        **known,
    )


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One marked work of a learner."""

    enrolment: uuid.UUID
    at: datetime
    is_full: bool


@dataclass(frozen=True, slots=True)
class NewestReport:
    """What the newest graded program of a learner was told."""

    enrolment: uuid.UUID
    submission: uuid.UUID
    diagnostics: Sequence[dict[str, Any]]
    validation: Sequence[float | None]
    failure: str


def first_full(handed_in: Sequence[HandedIn]) -> FirstFull:
    """How soon all points came; the works must be in the order in which they were handed in."""
    works: dict[uuid.UUID, list[HandedIn]] = defaultdict(list)
    for work in handed_in:
        works[work.enrolment].append(work)
    tries: Counter[int] = Counter()
    times = []
    for mine in works.values():
        number = next((i for i, work in enumerate(mine, start=1) if work.is_full), None)
        if number is not None:
            tries[number] += 1
            times.append(mine[number - 1].at - mine[0].at)
    return FirstFull(
        learners=len(works),
        reached=len(times),
        tries=tuple(sorted(tries.items())),
        median_time=middle(times),
    )


def findings(reports: Sequence[NewestReport]) -> Iterator[Finding]:
    """The diagnostics, the most frequent first; a learner counts once for each."""
    seen: dict[str, dict[uuid.UUID, tuple[dict[str, Any], uuid.UUID]]] = defaultdict(dict)
    for report in reports:
        for diagnostic in report.diagnostics:
            seen[diagnostic["id"]].setdefault(report.enrolment, (diagnostic, report.submission))
    for code, learners in sorted(seen.items(), key=lambda each: (-len(each[1]), each[0])):
        example, submission = next(iter(learners.values()))
        yield Finding(
            id=code,
            severity=example["severity"],
            learners=len(learners),
            share=100 * len(learners) / len(reports),
            example=example["evidence"],
            submission=submission,
        )


def curves(reports: Sequence[NewestReport]) -> Curves | None:
    """The validation losses of all learners; None where no program reported any."""
    each = [tuple(report.validation) for report in reports if any(_finite(report.validation))]
    if not each:
        return None
    spread = []
    for index in range(max(len(curve) for curve in each)):
        values = sorted(
            value for curve in each if index < len(curve) and (value := curve[index]) is not None
        )
        if values:
            lower, median, upper = (
                statistics.quantiles(values, n=4, method="inclusive")
                if len(values) > 1
                else [values[0]] * 3
            )
            spread.append(Spread(index + 1, len(values), lower, median, upper))
    return Curves(tuple(each[:MOST_CURVES]), tuple(spread))


def _finite(values: Sequence[float | None]) -> Iterator[bool]:
    return (value is not None for value in values)


def _handed_in(item: Item, learners: QuerySet[Enrolment]) -> Iterator[HandedIn]:
    """Every marked work at the item, in time. One query."""
    rows: QuerySet[Any, tuple[uuid.UUID, datetime | None, float | None, float]]
    if item.kind == "quiz":
        attempts = Attempt.objects.filter(
            quiz_id=item.id, enrolment__in=learners, points__isnull=False
        )
        rows = attempts.order_by("finished_at", "pk").values_list(
            "enrolment_id", "finished_at", "points", "max_points"
        )
    else:
        submissions = Submission.objects.filter(
            revision__assignment_id=item.id,
            enrolment__in=learners,
            state=Submission.State.GRADED,
        )
        rows = submissions.order_by("submitted_at", "pk").values_list(
            "enrolment_id", "submitted_at", "points", "max_points"
        )
    for enrolment, at, points, of in rows:
        if at is not None:
            yield HandedIn(enrolment, at, is_full=(points or 0.0) >= of - 1e-9)


def _days(handed_in: Sequence[HandedIn]) -> Iterator[Day]:
    counts = Counter(work.at.date() for work in handed_in)
    if counts:
        day, last = min(counts), max(counts)
        while day <= last:
            yield Day(day, counts[day])
            day += timedelta(days=1)


def _newest_reports(item: Item, learners: QuerySet[Enrolment]) -> Iterator[NewestReport]:
    """What each learner's newest graded program was told. One query, without the long parts."""
    rows = (
        Submission.objects.filter(
            revision__assignment_id=item.id,
            enrolment__in=learners,
            state=Submission.State.GRADED,
        )
        .order_by("enrolment_id", "-submitted_at", "-pk")
        .values_list(
            "enrolment_id",
            "pk",
            "report__diagnostics",
            "report__curves__validation",
            "report__failure__stage",
        )
    )
    told = set()
    for enrolment, pk, diagnostics, validation, failure in rows:
        if enrolment not in told:
            told.add(enrolment)
            yield NewestReport(enrolment, pk, diagnostics or [], validation or [], failure or "")


def _failures(reports: Sequence[NewestReport]) -> list[tuple[str, int]]:
    return Counter(report.failure for report in reports if report.failure).most_common()
