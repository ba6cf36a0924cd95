"""Keeps the stored grades true: computes those that are stale, and writes new results into the log.

Who works does not wait for the gradebook, and no message from there is needed: what is stale can be
seen from the database alone (new work, another policy, a date that passed). The bell of
`gradebook.tasks` only makes it happen sooner.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from assessments.courses.models import Course, Enrolment, Extension, Group, Schedule
from assessments.quizzes.models import Attempt
from assessments.submissions.models import Submission

from . import ledger
from .cells import Item
from .computing import Gathered, LearnerGrade, learner_grade, next_change, stored_cell
from .fingerprints import fingerprints
from .gathering import gather
from .items import items_of
from .models import CourseGrade, GradeEvent, Ledger
from .policy import Held, held_policy

LEARNERS_AT_ONCE = 200
# A transaction may settle work at a time that is past when it commits; so long we look back.
OVERLAP = timedelta(seconds=30)
NO_WORK = "0:0:0:0:0:0"
KEPT_FIELDS = [
    "policy", "so_far", "percent", "letter", "points", "max_points", "missing", "late", "failed",
    "waiting", "is_at_risk", "risks", "cells", "basis", "computed_at", "changes_at",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fresh:
    """A course whose stored grades are true now: its policy and items, and how many were stale."""

    held: Held
    items: tuple[Item, ...]
    renewed: int


def freshen(course: Course) -> Fresh:
    """Brings every stale grade of the course up to date. Eight queries when nothing is stale."""
    now = timezone.now()
    held = held_policy(course)
    items = items_of(course, held.policy)
    digest = _digest(items)
    known = Ledger.objects.filter(course=course).first()
    since = None if known is None or known.items != digest else known.fresh_at
    stale = stale_enrolments(course, held, since=since, now=now)
    keep_all(course, stale)
    if stale or since is None or since < now - 2 * OVERLAP:
        Ledger.objects.update_or_create(course=course, defaults={"fresh_at": now, "items": digest})
    return Fresh(held, items, len(stale))


def stale_enrolments(
    course: Course, held: Held, *, since: datetime | None, now: datetime
) -> list[uuid.UUID]:
    """The learners whose stored grade may be another one by now. Three queries.

    Without `since`, or when dates were changed after it, that is everybody.
    """
    learners = Enrolment.objects.filter(course=course, role=Enrolment.Role.LEARNER)
    if since is None or _dates_changed(course, since):
        return list(learners.order_by("pk").values_list("pk", flat=True))
    found = set(
        learners.filter(
            Q(course_grade=None)
            | ~Q(course_grade__policy=held.number)
            | Q(course_grade__changes_at__lte=now)
        ).values_list("pk", flat=True)
    )
    found.update(_with_new_work(learners, since))
    return sorted(found)


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


def _with_new_work(learners: QuerySet[Enrolment], since: datetime) -> Iterator[uuid.UUID]:
    """Those who began, handed in or were marked since, unless that is in their grade already.

    One query while nobody did anything lately, two more otherwise.
    """
    attempts = Attempt.objects.filter(enrolment__in=learners.values("pk"))
    submissions = Submission.objects.filter(enrolment__in=learners.values("pk"))
    busy = _newer(attempts, "started_at", since).union(
        _newer(attempts, "finished_at", since),
        _newer(submissions, "submitted_at", since),
        _newer(submissions, "graded_at", since),
        all=True,
    )
    known = dict(busy)
    if not known:
        return
    counts = _counted(list(known))
    for enrolment, basis in known.items():
        if basis != counts[enrolment]:
            yield enrolment


def _counted(enrolments: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """What work these learners have, counted by state; the same as `basis_of`. Two queries."""
    counts = {enrolment: [0] * 6 for enrolment in enrolments}
    for enrolment, *found in (
        Attempt.objects.filter(enrolment__in=enrolments)
        .order_by()
        .values_list("enrolment_id")
        .annotate(Count("pk"), Count("finished_at"), Count("points"))
    ):
        counts[enrolment][:3] = found
    state = Submission.State
    for enrolment, *found in (
        Submission.objects.filter(enrolment__in=enrolments)
        .order_by()
        .values_list("enrolment_id")
        .annotate(
            Count("pk"),
            Count("pk", filter=Q(state=state.GRADED)),
            Count("pk", filter=Q(state=state.FAILED)),
        )
    ):
        counts[enrolment][3:] = found
    return {enrolment: _joined(found) for enrolment, found in counts.items()}


def _bases(gathered: Gathered) -> dict[uuid.UUID, str]:
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
        .values_list("enrolment_id", "enrolment__course_grade__basis")
    )


def keep_all(course: Course, enrolments: Collection[uuid.UUID]) -> None:
    """Computes and stores the grades of these learners, a part at a time."""
    ordered = sorted(enrolments)
    for start in range(0, len(ordered), LEARNERS_AT_ONCE):
        keep(course, ordered[start : start + LEARNERS_AT_ONCE])


@transaction.atomic
def keep(course: Course, enrolments: Collection[uuid.UUID]) -> None:
    """Computes and stores the grades of these learners, and logs their results that are new.

    The course's log is locked meanwhile, so that two at once cannot store an older state last.
    """
    ledger.held_ledger(course)
    members = list(Enrolment.objects.filter(pk__in=enrolments, course=course))
    _record(course, members)
    CourseGrade.objects.bulk_create(
        computed_grades(course, members, now=timezone.now()),
        update_conflicts=True,
        update_fields=KEPT_FIELDS,
        unique_fields=["enrolment"],
    )


def computed_grades(
    course: Course, members: Sequence[Enrolment], *, now: datetime
) -> list[CourseGrade]:
    """The grades of the learners among these members as they are computed now; nothing is stored."""
    held = held_policy(course)
    items = items_of(course, held.policy)
    learners = [member for member in members if member.role == Enrolment.Role.LEARNER]
    gathered = gather(learners, items)
    bases = _bases(gathered)
    grades = []
    for learner in learners:
        grade = learner_grade(held.policy, items, gathered, learner.pk, now=now)
        kept = _kept(learner, grade, now)
        kept.policy = held.number
        kept.basis = bases.get(learner.pk, NO_WORK)
        grades.append(kept)
    return grades


def _record(course: Course, members: Sequence[Enrolment]) -> None:
    """Writes every marked work down that the log does not have yet."""
    by_id = {member.pk: member for member in members}
    known = set(
        GradeEvent.objects.filter(
            course=course, enrolment__in=by_id, deed=GradeEvent.Deed.RECORDED
        ).values_list("work", flat=True)
    )
    happenings = [
        ledger.Happening(
            GradeEvent.Deed.RECORDED,
            enrolment=by_id[found.enrolment],
            item=found.item,
            work=found.work,
            details={"points": found.points, "of": found.max_points, "made_of": found.digest},
        )
        for found in fingerprints(list(by_id), but={work for work in known if work is not None})
    ]
    if happenings:
        ledger.append(course=course, happenings=happenings, by=None)


def _kept(learner: Enrolment, grade: LearnerGrade, now: datetime) -> CourseGrade:
    return CourseGrade(
        enrolment=learner,
        so_far=None if grade.so_far.percent is None else float(grade.so_far.percent),
        percent=None if grade.final.percent is None else float(grade.final.percent),
        letter=grade.so_far.letter or "",
        points=float(grade.final.points),
        max_points=float(grade.final.max_points),
        missing=grade.count("missing"),
        late=grade.count("late"),
        failed=grade.count("failed"),
        waiting=grade.count("waiting"),
        is_at_risk=bool(grade.risks),
        risks=list(grade.risks),
        cells={cell.item.key: stored_cell(cell) for cell in grade.cells},
        computed_at=now,
        changes_at=next_change(grade, now=now),
    )


def _digest(items: Sequence[Item]) -> str:
    """Names what the items are and what they give: other content makes other grades."""
    said = json.dumps([[item.key, item.name, item.max_points] for item in items])
    return hashlib.sha256(said.encode()).hexdigest()
