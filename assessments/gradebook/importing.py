"""Imports a file of grades: first a dry run that is kept, then all of it as one act, or its undoing."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from assessments.accounts.models import User
from assessments.courses.models import Course, Enrolment

from .adjusting import UNCHANGED, AdjustmentRefused, Change, adjust
from .models import GradeImport
from .planning import Plan, PlannedChange, plan_import


def upload(*, course: Course, by: User, file_name: str, data: bytes) -> GradeImport:
    """Keeps the dry run of a file; no grade changes. Raises ImportRefused."""
    plan = plan_import(course, data)
    return GradeImport.objects.create(
        course=course, made_by=by, file_name=file_name[:200], plan=plan
    )


@transaction.atomic
def apply_import(stored: GradeImport, *, by: User) -> int:
    """Makes every change of the dry run, as one act; returns how many cells changed.

    Raises AdjustmentRefused, and then nothing is changed: it was applied before, or a cell was
    decided about since the dry run.
    """
    now = timezone.now()
    if GradeImport.objects.filter(pk=stored.pk, applied_at=None).update(applied_at=now) != 1:
        raise AdjustmentRefused("This import was applied already.")
    return _adjusted(stored, _forward, f"Imported from {stored.file_name}", by)


@transaction.atomic
def undo_import(stored: GradeImport, *, by: User) -> int:
    """Takes every change back, as one act. Raises AdjustmentRefused, and then nothing is changed."""
    undoable = GradeImport.objects.filter(pk=stored.pk, applied_at__isnull=False, undone_at=None)
    if undoable.update(undone_at=timezone.now()) != 1:
        raise AdjustmentRefused("This import is not applied, or was undone already.")
    return _adjusted(stored, _backward, f"Import of {stored.file_name} undone", by)


def _forward(change: PlannedChange, learner: Enrolment, reason: str) -> Change:
    return Change(
        enrolment=learner,
        item=change["item"],
        points=UNCHANGED if change["excuses"] else change["now"],
        is_excused=change["excuses"],
        reason=reason,
        seen=change["set_before"],
    )


def _backward(change: PlannedChange, learner: Enrolment, reason: str) -> Change:
    return Change(
        enrolment=learner,
        item=change["item"],
        points=UNCHANGED if change["excuses"] else change["set_before"],
        is_excused=change["excused_before"],
        reason=reason,
        seen=change["set_before"] if change["excuses"] else change["now"],
    )


def _adjusted(
    stored: GradeImport,
    make: Callable[[PlannedChange, Enrolment, str], Change],
    reason: str,
    by: User,
) -> int:
    """Makes the changes on the learners as they are in the database now."""
    plan: Plan = stored.plan
    learners = {
        str(learner.pk): learner
        for learner in Enrolment.objects.filter(
            course=stored.course, pk__in={change["enrolment"] for change in plan["changes"]}
        )
    }
    changes = []
    for planned in plan["changes"]:
        learner = learners.get(planned["enrolment"])
        if learner is None:
            raise AdjustmentRefused(f"{planned['name']} is no longer in the course.")
        changes.append(make(planned, learner, reason))
    return adjust(course=stored.course, changes=changes, by=by, act=uuid.uuid4())
