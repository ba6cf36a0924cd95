"""The policy of a course: which one holds, and its history."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from assessments.accounts.models import User
from assessments.courses.models import Course
from assessments.courses.policies import STANDARD, Policy

from . import ledger
from .models import GradeEvent, GradingPolicy


@dataclass(frozen=True, slots=True)
class Held:
    """The policy that holds; number 0 is the standard one of a course that never set one."""

    number: int
    policy: Policy


def held_policy(course: Course) -> Held:
    """The newest policy of the course. One query."""
    newest = GradingPolicy.objects.filter(course=course).first()
    if newest is None:
        return Held(0, STANDARD)
    return Held(newest.number, Policy.model_validate(newest.document))


@transaction.atomic
def set_policy(
    *, course: Course, policy: Policy, by: User | None, note: str
) -> GradingPolicy | None:
    """Makes the policy the course's; None when it says what the one that holds says already.

    Grades computed by another policy are stale from then on: see `keeping.freshen`.
    """
    ledger.held_ledger(course)
    held = held_policy(course)
    if held.policy == policy:
        return None
    stored = GradingPolicy.objects.create(
        course=course,
        number=held.number + 1,
        document=policy.model_dump(mode="json"),
        note=note,
        made_by=by,
    )
    details = {"from": held.number, "to": stored.number, "why": note, "policy": stored.document}
    happening = ledger.Happening(GradeEvent.Deed.POLICY, details=details)
    ledger.append(course=course, happenings=[happening], by=by)
    return stored
