"""Keeps the stored grades true: computes those that are stale, and writes new results into the log.

Who works does not wait for the gradebook, and no message from there is needed: what is stale can be
seen from the database alone (new work, another policy, a date that passed). The bell of
`gradebook.tasks` only makes it happen sooner.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from assessments.courses.models import Course, Enrolment

from . import ledger
from .cells import Item
from .computing import LearnerGrade, learner_grade, next_change, stored_cell
from .gathering import gather
from .items import items_of
from .models import CourseGrade, Ledger
from .policy import Held, held_policy
from .recording import record_results
from .staleness import NO_WORK, OVERLAP, bases_of, stale_enrolments

LEARNERS_AT_ONCE = 200
KEPT_FIELDS = [
    "policy", "so_far", "percent", "letter", "points", "max_points", "missing", "late", "failed",
    "waiting", "is_at_risk", "risks", "cells", "basis", "computed_at", "changes_at",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fresh:
    """A course whose stored grades are true now: its policy and items, how many were stale, and how
    many still are, where not all were to be computed.
    """

    held: Held
    items: tuple[Item, ...]
    renewed: int
    left: int = 0


def freshen(course: Course, *, at_most: int | None = None) -> Fresh:
    """Brings every stale grade of the course up to date, or the oldest `at_most` of them.

    Eight queries when nothing is stale.
    """
    now = timezone.now()
    held = held_policy(course)
    items = items_of(course, held.policy)
    digest = _digest(items)
    known = Ledger.objects.filter(course=course).first()
    since = None if known is None or known.items != digest else known.fresh_at
    stale = stale_enrolments(course, held.number, since=since, now=now)
    now_due = stale if at_most is None else stale[:at_most]
    keep_all(course, now_due)
    left = len(stale) - len(now_due)
    if left:
        # As they are stale for what happened before, nothing may be called fresh yet.
        return Fresh(held, items, len(now_due), left)
    if stale or since is None or since < now - 2 * OVERLAP:
        Ledger.objects.update_or_create(course=course, defaults={"fresh_at": now, "items": digest})
    return Fresh(held, items, len(stale))


def freshen_all() -> int:
    """Brings the grades of every course up to date; returns how many were stale."""
    return sum(freshen(course).renewed for course in Course.objects.order_by("pk"))


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
    record_results(course, members)
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
    bases = bases_of(gathered)
    grades = []
    for learner in learners:
        grade = learner_grade(held.policy, items, gathered, learner.pk, now=now)
        kept = _kept(learner, grade, now)
        kept.policy = held.number
        kept.basis = bases.get(learner.pk, NO_WORK)
        grades.append(kept)
    return grades


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
