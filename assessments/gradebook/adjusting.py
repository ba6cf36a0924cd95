"""Decides about single cells: sets points by hand, excuses, comments. The earned points stay."""

from __future__ import annotations

import math
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments.accounts.models import User
from assessments.courses.models import Course, Enrolment

from . import keeping, ledger
from .models import Adjustment, GradeEvent

MOST_POINTS = 1_000_000.0
ROWS_AT_ONCE = 500


class AdjustmentRefused(Exception):
    """Nothing was changed, and why."""


class ChangedMeanwhile(AdjustmentRefused):
    """Somebody else decided about the cell after it was shown."""


class _Unchanged:
    """Stands for what a change leaves as it is; None is a value."""


UNCHANGED = _Unchanged()


@dataclass(frozen=True, slots=True)
class Change:
    """What is to become of one cell. `points` None takes an override back.

    `seen`, where given, is the override that the one who decides has seen: another one refuses all.
    """

    enrolment: Enrolment
    item: str
    points: float | _Unchanged | None = UNCHANGED
    is_excused: bool | _Unchanged = UNCHANGED
    comment: str | _Unchanged = UNCHANGED
    reason: str = ""
    seen: float | _Unchanged | None = UNCHANGED


@transaction.atomic
def adjust(
    *, course: Course, changes: Sequence[Change], by: User, act: uuid.UUID | None = None
) -> int:
    """Makes the changes, all or none, as one act, and brings the grades up to date.

    Returns how many cells are another than before. Raises AdjustmentRefused, ChangedMeanwhile.
    """
    ledger.held_ledger(course)
    places = {(change.enrolment.pk, change.item) for change in changes}
    if len(places) != len(changes):
        raise AdjustmentRefused("One cell is to be changed twice.")
    stored = {
        (row.enrolment_id, row.item): row
        for row in Adjustment.objects.filter(
            enrolment__course=course, item__in={item for _, item in places}
        )
    }
    rows, happenings = [], []
    for change in changes:
        _check(change)
        place = (change.enrolment.pk, change.item)
        row = stored.get(place) or Adjustment(enrolment=change.enrolment, item=change.item)
        if not isinstance(change.seen, _Unchanged) and row.points != change.seen:
            raise ChangedMeanwhile("Somebody else has changed this cell since it was shown.")
        happened = list(_applied(row, change))
        if happened:
            row.changed_by, row.changed_at = by, timezone.now()
            rows.append(row)
            happenings += happened
    fields = ["points", "is_excused", "reason", "comment", "changed_by", "changed_at"]
    held = [row for row in rows if row.pk is not None]
    Adjustment.objects.bulk_update(held, fields, batch_size=ROWS_AT_ONCE)
    Adjustment.objects.bulk_create([row for row in rows if row.pk is None], batch_size=ROWS_AT_ONCE)
    if happenings:
        act = act or uuid.uuid4()
        ledger.append(course=course, happenings=happenings, by=by, act=act)
        keeping.keep_all(course, {row.enrolment_id for row in rows})
    return len(rows)


def _applied(row: Adjustment, change: Change) -> Iterator[ledger.Happening]:
    """Brings the row to the change, and says what happened by it."""
    if not isinstance(change.points, _Unchanged) and row.points != change.points:
        taken_back = change.points is None
        yield _happening(
            GradeEvent.Deed.RESTORED if taken_back else GradeEvent.Deed.OVERRIDDEN,
            change,
            row.points,
            change.points,
        )
        row.points, row.reason = change.points, change.reason
    if not isinstance(change.is_excused, _Unchanged) and row.is_excused != change.is_excused:
        yield _happening(
            GradeEvent.Deed.EXCUSED if change.is_excused else GradeEvent.Deed.UNEXCUSED,
            change,
            row.is_excused,
            change.is_excused,
        )
        row.is_excused, row.reason = change.is_excused, change.reason
    if not isinstance(change.comment, _Unchanged) and row.comment != change.comment:
        details = {"from": row.comment, "to": change.comment}
        yield ledger.Happening(
            GradeEvent.Deed.COMMENTED, change.enrolment, change.item, details=details
        )
        row.comment = change.comment


def _happening(deed: GradeEvent.Deed, change: Change, old: Any, new: Any) -> ledger.Happening:
    details = {"from": old, "to": new, "why": change.reason}
    return ledger.Happening(deed, enrolment=change.enrolment, item=change.item, details=details)


def _check(change: Change) -> None:
    points = change.points
    if isinstance(points, _Unchanged) or points is None:
        return
    if not math.isfinite(points):
        raise AdjustmentRefused("Points are a number.")
    if points < 0:
        raise AdjustmentRefused("Points are never negative.")
    if points > MOST_POINTS:
        raise AdjustmentRefused(f"Points are at most {MOST_POINTS:,.0f}.")
