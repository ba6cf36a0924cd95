"""Writes results into the log: every marked work once, and every regrade of a quiz that changed it."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from assessments.courses.models import Course, Enrolment
from assessments.quizzes.models import Marking

from . import ledger
from .fingerprints import fingerprints
from .models import GradeEvent


def record_results(course: Course, members: Sequence[Enrolment]) -> None:
    """Writes every marked work down that the log does not have yet, and every regrade of a quiz."""
    by_id = {member.pk: member for member in members}
    logged: dict[uuid.UUID, tuple[float, set[int]]] = {}
    for work, said in (
        GradeEvent.objects.filter(course=course, enrolment__in=by_id, work__isnull=False)
        .filter(deed__in=[GradeEvent.Deed.RECORDED, GradeEvent.Deed.REGRADED])
        .order_by("number")
        .values_list("work", "details")
    ):
        if work is not None:
            seen = logged[work][1] if work in logged else set()
            logged[work] = (said["points"], seen | set(said.get("regrades", [])))
    regraded = _regrades(list(by_id))
    news = {work for work, found in regraded.items() if work in logged and found - logged[work][1]}
    happenings = []
    for found in fingerprints(list(by_id), but=logged.keys() - news):
        details: dict[str, Any] = {
            "points": found.points,
            "of": found.max_points,
            "made_of": found.digest,
        }
        regrades = sorted(regraded.get(found.work, set()))
        if regrades:
            details["regrades"] = regrades
        deed = GradeEvent.Deed.RECORDED
        if found.work in news:
            deed, details["was"] = GradeEvent.Deed.REGRADED, logged[found.work][0]
        happenings.append(
            ledger.Happening(
                deed,
                enrolment=by_id[found.enrolment],
                item=found.item,
                work=found.work,
                details=details,
            )
        )
    if happenings:
        ledger.append(course=course, happenings=happenings, by=None)


def _regrades(enrolments: Sequence[uuid.UUID]) -> dict[uuid.UUID, set[int]]:
    """By attempt, the regrades of its quiz that changed a mark in it. One query."""
    found: dict[uuid.UUID, set[int]] = defaultdict(set)
    rows = Marking.objects.filter(
        response__attempt__enrolment__in=enrolments, regrade__isnull=False
    ).values_list("response__attempt", "regrade")
    for attempt, regrade in rows.order_by().distinct():
        if regrade is not None:
            found[attempt].add(regrade)
    return found
