"""Which stored grades may be other ones by now: seen from the database, whoever changed it.

A transaction may settle work at a time that is past when it commits, so everything that happened
within OVERLAP of the last look is looked at twice; what work there is, counted by state, then tells
whether a grade knows of it.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Value

from assessments.courses.models import Course, Enrolment, Extension, Group, Schedule
from assessments.quizzes.models import Attempt
from assessments.submissions.models import Submission

from .computing import Gathered
from .models import CourseGrade

OVERLAP = timedelta(seconds=30)
NO_WORK = "0:0:0:0:0:0"
# In place of a basis: stale, whatever work there is.
STALE = "stale"


def stale_enrolments(
    course: Course, policy: int, *, since: datetime | None, now: datetime
) -> list[uuid.UUID]:
    """The learners whose stored grade may be another one by now. Two queries while nothing happens.

    Without `since`, or when dates were changed after it, that is everybody.
    `policy` is the number of the one that holds.
    """
    learners = Enrolment.objects.filter(course=course, role=Enrolment.Role.LEARNER)
    if since is None or _dates_changed(course, since):
        oldest_first = F("course_grade__computed_at").asc(nulls_first=True)
        return list(learners.order_by(oldest_first, "pk").values_list("pk", flat=True))
    found = set()
    perhaps: dict[uuid.UUID, str] = {}
    for enrolment, basis in _candidates(learners, policy, since, now):
        if basis == STALE:
            found.add(enrolment)
        else:
            perhaps[enrolment] = basis
    if perhaps:
        counts = _counted(list(perhaps))
        found.update(each for each, basis in perhaps.items() if basis != counts[each])
    return sorted(found)


def _candidates(
    learners: QuerySet[Enrolment], policy: int, since: datetime, now: datetime
) -> QuerySet[Any, Any]:
    """Learners whose grade is stale for certain, and those who did something lately, with the basis
    of their grade. One query.
    """
    certain = learners.filter(
        Q(course_grade=None)
        | ~Q(course_grade__policy=policy)
        | Q(course_grade__changes_at__lte=now)
    )
    attempts = Attempt.objects.filter(enrolment__in=learners.values("pk"))
    submissions = Submission.objects.filter(enrolment__in=learners.values("pk"))
    regraded = attempts.filter(
        responses__markings__made_at__gt=since - OVERLAP,
        responses__markings__regrade__isnull=False,
    )
    return (
        certain.order_by()
        .values_list("pk", Value(STALE))
        .union(
            regraded.order_by().values_list("enrolment_id", Value(STALE)),
            _newer(attempts, "started_at", since),
            _newer(attempts, "finished_at", since),
            _newer(attempts, "responses__markings__made_at", since),
            _newer(submissions, "submitted_at", since),
            _newer(submissions, "graded_at", since),
        )
    )


def _dates_changed(course: Course, since: datetime) -> bool:
    """Whether a schedule, an extension or a group was changed: they say who has time until when."""
    changed = [
        model.history.filter(course=course, history_date__gt=since - OVERLAP)
        .order_by()
        .values("history_date")
        for model in (Schedule, Extension, Group)
    ]
    newest = changed[0].union(*changed[1:], all=True).order_by("-history_date").first()
    return newest is not None and _is_news(course, newest["history_date"])


def _is_news(course: Course, changed_at: datetime) -> bool:
    """Whether a grade was computed before the change, or so soon after that it may not know of it."""
    return CourseGrade.objects.filter(
        enrolment__course=course, computed_at__lt=changed_at + OVERLAP
    ).exists()


def _counted(enrolments: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """What work these learners have, counted by state; as `bases_of` does. Two queries."""
    counts = {enrolment: [0] * 6 for enrolment in enrolments}
    attempts = Attempt.objects.filter(enrolment__in=enrolments).order_by()
    for enrolment, *found in (
        attempts.values("enrolment_id")
        .annotate(begun=Count("pk"), finished=Count("finished_at"), marked=Count("points"))
        .values_list("enrolment_id", "begun", "finished", "marked")
    ):
        counts[enrolment][:3] = found
    state = Submission.State
    submissions = Submission.objects.filter(enrolment__in=enrolments).order_by()
    for enrolment, *found in (
        submissions.values("enrolment_id")
        .annotate(
            sent=Count("pk"),
            graded=Count("pk", filter=Q(state=state.GRADED)),
            failed=Count("pk", filter=Q(state=state.FAILED)),
        )
        .values_list("enrolment_id", "sent", "graded", "failed")
    ):
        counts[enrolment][3:] = found
    return {enrolment: _joined(found) for enrolment, found in counts.items()}


def bases_of(gathered: Gathered) -> dict[uuid.UUID, str]:
    """What work went into the grades: attempts, of these finished, of these marked; submissions, of
    these graded, and failed. Work at items that are gone from the course is counted too.
    """
    counts: dict[uuid.UUID, list[int]] = defaultdict(lambda: [0] * 6)
    for (learner, key), works in gathered.works.items():
        mine = counts[learner]
        for work in works:
            if key.startswith("quiz-"):
                mine[0] += 1
                mine[1] += work.state == "finished"
                mine[2] += work.points is not None
            else:
                mine[3] += 1
                mine[4] += work.state == "graded"
                mine[5] += work.state == "failed"
    return {learner: _joined(found) for learner, found in counts.items()}


def _joined(counts: Sequence[int]) -> str:
    return ":".join(str(count) for count in counts)


def _newer(work: QuerySet[Any], time: str, since: datetime) -> QuerySet[Any, Any]:
    return (
        work.filter(**{f"{time}__gt": since - OVERLAP})
        .order_by()
        .values_list("enrolment_id", F("enrolment__course_grade__basis"))
    )
