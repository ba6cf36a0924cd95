"""Computes everything again, from what learners handed in to every stored grade, and compares.

Each check is of another kind of tampering: the log's seals; the work a logged result was made of;
points that do not follow from answers or reports; decisions that are not in the log; stored grades
that do not follow from all of it.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils import timezone

from assessments.courses.models import Course, Enrolment
from assessments.quizzes.finishing import mark_response, sum_of
from assessments.quizzes.models import Attempt, Response
from assessments.submissions.models import Submission

from .fingerprints import fingerprints
from .keeping import KEPT_FIELDS, computed_grades
from .ledger import broken_events
from .models import Adjustment, CourseGrade, GradeEvent

WORKS_AT_ONCE = 200
TOLERANCE = 1e-6
DEEDS = {
    GradeEvent.Deed.OVERRIDDEN: "points",
    GradeEvent.Deed.RESTORED: "points",
    GradeEvent.Deed.EXCUSED: "is_excused",
    GradeEvent.Deed.UNEXCUSED: "is_excused",
    GradeEvent.Deed.COMMENTED: "comment",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not follow from what is written down."""

    where: str
    reason: str

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"


def faults_of(course: Course) -> Iterator[Fault]:
    """Everything that is not as it must be. Reads all work of the course, a part at a time."""
    for broken in broken_events(course):
        yield Fault(f"event {broken.number}", broken.reason)
    learners = list(Enrolment.objects.filter(course=course).select_related("user").order_by("pk"))
    for start in range(0, len(learners), WORKS_AT_ONCE):
        part = learners[start : start + WORKS_AT_ONCE]
        yield from _changed_works(course, part)
        yield from _adjustments_without_event(course, part)
        yield from _grades(course, part)
    yield from _marks_of_attempts(course)
    yield from _points_of_reports(course)


def _changed_works(course: Course, learners: list[Enrolment]) -> Iterator[Fault]:
    """Work that is another than when its result was logged, or gone."""
    logged: dict[uuid.UUID, GradeEvent] = {}
    deeds = (GradeEvent.Deed.RECORDED, GradeEvent.Deed.REGRADED)
    for event in GradeEvent.objects.filter(
        course=course, enrolment__in=learners, deed__in=deeds
    ).order_by("number"):
        if event.work is not None:
            logged[event.work] = event
    for found in fingerprints([learner.pk for learner in learners]):
        written = logged.pop(found.work, None)
        if written is not None and written.details["made_of"] != found.digest:
            yield Fault(
                f"{found.item} {found.work}",
                f"it was changed after event {written.number} logged "
                f"{written.details['points']:g} of {written.details['of']:g} points",
            )
    for work, written in logged.items():
        yield Fault(
            f"{written.item} {work}", f"it is gone, though event {written.number} logged it"
        )


def _adjustments_without_event(course: Course, learners: list[Enrolment]) -> Iterator[Fault]:
    """Decisions that are not what the log says was decided."""
    told: dict[tuple[uuid.UUID, str], dict[str, Any]] = defaultdict(dict)
    for event in GradeEvent.objects.filter(
        course=course, enrolment__in=learners, deed__in=DEEDS
    ).order_by("number"):
        if event.enrolment_id is not None:
            name = DEEDS[GradeEvent.Deed(event.deed)]
            told[event.enrolment_id, event.item][name] = event.details["to"]
    empty = {"points": None, "is_excused": False, "comment": ""}
    for row in Adjustment.objects.filter(enrolment__in=learners):
        said = {**empty, **told.pop((row.enrolment_id, row.item), {})}
        for name, value in said.items():
            if getattr(row, name) != value:
                yield Fault(
                    f"decision on {row.item} of {row.enrolment_id}",
                    f"{name} is {getattr(row, name)!r}, but the log says {value!r}",
                )
    for (enrolment, item), said in told.items():
        if {**empty, **said} != empty:
            yield Fault(f"decision on {item} of {enrolment}", "it is gone, though it is in the log")


def _grades(course: Course, learners: list[Enrolment]) -> Iterator[Fault]:
    """Stored grades that the pure functions do not give."""
    stored = {row.enrolment_id: row for row in CourseGrade.objects.filter(enrolment__in=learners)}
    for grade in computed_grades(course, learners, now=timezone.now()):
        row = stored.get(grade.enrolment_id)
        if row is None or row.policy != grade.policy:
            continue
        for name in KEPT_FIELDS:
            if name in {"computed_at", "changes_at"}:
                continue
            if getattr(row, name) != getattr(grade, name):
                yield Fault(
                    f"grade of {grade.enrolment.user.username}",
                    f"{name} is not what it is computed to be",
                )


def _marks_of_attempts(course: Course) -> Iterator[Fault]:
    """Answers that are marked otherwise than the marking marks them, by the rules of their attempt."""
    finished = (
        Attempt.objects.filter(enrolment__course=course, finished_at__isnull=False)
        .select_related("revision")
        .prefetch_related("responses__tries", "responses__markings")
        .order_by("pk")
        .iterator(chunk_size=WORKS_AT_ONCE)
    )
    while part := list(islice(finished, WORKS_AT_ONCE)):
        for attempt in part:
            stored = {each.question: each.points for each in attempt.responses.all()}
            for response in attempt.responses.all():
                right = _marked_again(attempt, response)
                if _differs(right, stored[response.question]):
                    yield Fault(
                        f"attempt {attempt.pk}",
                        f"the answer to {response.question} earns {_shown(right)}, "
                        f"not {_shown(stored[response.question])}",
                    )
                response.points = stored[response.question]
            total = sum_of(list(attempt.responses.all()))
            if _differs(total, attempt.points):
                yield Fault(
                    f"attempt {attempt.pk}",
                    f"its answers earn {_shown(total)} together, not {_shown(attempt.points)}",
                )


def _marked_again(attempt: Attempt, response: Response) -> float | None:
    """What the response is worth: by the regrade that decided about it, else marked anew."""
    newest = response.newest_marking
    if newest is not None and newest.regrade_id is not None:
        return newest.points
    mark_response(attempt, response)
    return response.points


def _differs(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is not other
    return abs(one - other) > TOLERANCE


def _shown(points: float | None) -> str:
    return "nothing yet" if points is None else f"{points:g}"


def _points_of_reports(course: Course) -> Iterator[Fault]:
    """Submissions whose points are not those of their report."""
    graded = (
        Submission.objects.filter(enrolment__course=course, state=Submission.State.GRADED)
        .order_by("pk")
        .values_list("pk", "points", "max_points", "report")
        .iterator(chunk_size=WORKS_AT_ONCE)
    )
    for pk, points, of, report in graded:
        if report is None:
            yield Fault(f"submission {pk}", "it is graded and has no report")
            continue
        earned = sum(criterion["points"] for criterion in report["criteria"])
        if abs(report["score"] - (points or 0.0)) > TOLERANCE or report["max_score"] != of:
            yield Fault(
                f"submission {pk}",
                f"its report says {report['score']:g} points, not {points or 0:g}",
            )
        elif report["criteria"] and abs(earned - report["score"]) > 0.01:
            yield Fault(
                f"submission {pk}", f"its criteria give {earned:g} points, not {report['score']:g}"
            )
