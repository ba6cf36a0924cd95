"""Grades an assignment's submissions again, after it, its data or a criterion was corrected.

First every submission is graded anew beside its old report (on the `regrade` queue), so that one
sees who would change; then all of it is applied as one act. The old reports are kept for good.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from assessments.accounts.models import User
from assessments.courses.models import Assignment, Course
from assessments.submissions.grading import Bench, GradingFailed, grade_anew
from assessments.submissions.models import Submission

from . import keeping, ledger
from .fingerprints import fingerprints
from .models import GradeEvent, Regrade, RegradedSubmission

logger = logging.getLogger(__name__)

# A worker that took one longer ago than this has died.
LEASE = timedelta(minutes=15)
MAX_TRIES = 3
State = RegradedSubmission.State


class RegradeRefused(Exception):
    """Nothing was done, and why."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a regrade is."""

    total: int
    ready: int
    failed: int
    changed: int

    @property
    def is_complete(self) -> bool:
        """Whether nothing more will happen to it by itself."""
        return self.ready + self.failed == self.total


@transaction.atomic
def start_regrade(*, course: Course, assignment: Assignment, by: User, reason: str) -> Regrade:
    """Every graded submission of the course, to be graded against the current revision.

    Raises RegradeRefused when there is none, or no reason.
    """
    if not reason.strip():
        raise RegradeRefused("Say why: learners whose points change will ask.")
    if assignment.current is None:
        raise RegradeRefused("The assignment has no revision.")
    regrade = Regrade.objects.create(
        course=course,
        assignment=assignment,
        revision=assignment.current,
        reason=reason.strip(),
        made_by=by,
    )
    graded = Submission.objects.filter(
        enrolment__course=course, revision__assignment=assignment, state=Submission.State.GRADED
    )
    rows = [
        RegradedSubmission(
            regrade=regrade,
            submission_id=pk,
            old_revision_id=revision,
            old_points=points or 0.0,
            old_max_points=of,
        )
        for pk, revision, points, of in graded.values_list(
            "pk", "revision_id", "points", "max_points"
        )
    ]
    if not rows:
        raise RegradeRefused("Nothing is graded yet.")
    RegradedSubmission.objects.bulk_create(rows, batch_size=500)
    return regrade


def waiting(limit: int = 50) -> list[int]:
    """What is to be graded anew, the oldest first; what a dead worker left is brought back before."""
    expired = RegradedSubmission.objects.filter(
        state=State.GRADING, claimed_at__lt=timezone.now() - LEASE
    )
    expired.filter(tries__gte=MAX_TRIES).update(state=State.FAILED, failure="The worker died.")
    expired.update(state=State.QUEUED)
    queued = RegradedSubmission.objects.filter(state=State.QUEUED).order_by("pk")
    return list(queued.values_list("pk", flat=True)[:limit])


def regrade_one(row_id: int, *, bench: Bench) -> None:
    """Grades one submission anew beside its old report; does nothing if it is not queued."""
    claimed = RegradedSubmission.objects.filter(pk=row_id, state=State.QUEUED).update(
        state=State.GRADING, claimed_at=timezone.now(), tries=F("tries") + 1
    )
    if claimed != 1:
        return
    row = RegradedSubmission.objects.select_related("submission", "regrade__revision").get(
        pk=row_id
    )
    held = RegradedSubmission.objects.filter(
        pk=row_id, state=State.GRADING, claimed_at=row.claimed_at
    )
    try:
        anew = grade_anew(row.submission, row.regrade.revision, bench=bench)
    except GradingFailed as failed:
        logger.exception("submission %s cannot be graded anew", row.submission_id)
        is_last = row.tries >= MAX_TRIES or not failed.may_be_tried_again
        held.update(state=State.FAILED if is_last else State.QUEUED, failure=str(failed))
        return
    except BaseException:
        held.update(state=State.QUEUED, tries=F("tries") - 1)
        raise
    held.update(
        state=State.READY,
        report=anew.report,
        points=anew.points,
        max_points=anew.max_points,
        old_report=row.submission.report,
    )


def progress_of(regrade: Regrade) -> Progress:
    """How far it is. One query."""
    counted = regrade.submissions.aggregate(
        total=Count("pk"),
        ready=Count("pk", filter=Q(state=State.READY)),
        failed=Count("pk", filter=Q(state=State.FAILED)),
        changed=Count("pk", filter=_changed()),
    )
    return Progress(**counted)


def changes_of(regrade: Regrade) -> list[RegradedSubmission]:
    """The submissions whose points change, the largest loss first."""
    return list(
        regrade.submissions.filter(_changed())
        .defer("report", "old_report")
        .select_related("submission__enrolment__user")
        .order_by(F("points") - F("old_points"), "pk")
    )


@transaction.atomic
def apply_regrade(regrade: Regrade, *, by: User) -> int:
    """Puts the new reports in place of the old ones, as one act; returns how many points changed.

    Raises RegradeRefused: it is not complete, or was applied. A submission whose points are no
    longer those that were seen is left as it is.
    """
    if not progress_of(regrade).is_complete:
        raise RegradeRefused("Not everything is graded anew yet.")
    unapplied = Regrade.objects.filter(pk=regrade.pk, applied_at=None)
    if unapplied.update(applied_at=timezone.now()) != 1:
        raise RegradeRefused("This regrade was applied already.")
    ledger.held_ledger(regrade.course)
    applied = [
        row
        for row in regrade.submissions.filter(state=State.READY).select_related(
            "submission__enrolment"
        )
        if _put(row, regrade)
    ]
    _log(regrade, applied, by)
    keeping.keep_all(regrade.course, {row.submission.enrolment_id for row in applied})
    return sum(row.points != row.old_points for row in applied)


def _put(row: RegradedSubmission, regrade: Regrade) -> bool:
    seen = Submission.objects.filter(
        pk=row.submission_id,
        state=Submission.State.GRADED,
        points=row.old_points,
        revision=row.old_revision_id,
    )
    new = {"report": row.report, "points": row.points, "max_points": row.max_points}
    return seen.update(**new, revision=regrade.revision) == 1


def _log(regrade: Regrade, applied: Sequence[RegradedSubmission], by: User) -> None:
    learners = {row.submission.enrolment_id: row.submission.enrolment for row in applied}
    was = {row.submission_id: row.old_points for row in applied}
    made_of = {found.work: found for found in fingerprints(list(learners)) if found.work in was}
    happenings = [
        ledger.Happening(
            GradeEvent.Deed.REGRADED,
            enrolment=learners[found.enrolment],
            item=found.item,
            work=found.work,
            details={
                "was": was[found.work],
                "points": found.points,
                "of": found.max_points,
                "made_of": found.digest,
                "why": regrade.reason,
            },
        )
        for found in made_of.values()
    ]
    ledger.append(course=regrade.course, happenings=happenings, by=by, act=uuid.uuid4())


def _changed() -> Q:
    return Q(state=State.READY) & (~Q(points=F("old_points")) | ~Q(max_points=F("old_max_points")))
