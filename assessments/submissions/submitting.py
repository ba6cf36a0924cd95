"""Takes a learner's program in: stored in one transaction, queued when it is safe in the database."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from assessments.courses.deadlines import deadline_of, moment
from assessments.courses.models import Assignment, AssignmentRevision, Enrolment
from assessments.courses.terms import Deadline

from . import grading
from .models import Submission
from .tasks import ring

HOUR = timedelta(hours=1)


class SubmissionRefused(Exception):
    """Not taken in, and why; nothing is lost, for the sender still has the program."""

    code = "refused"


class NotText(SubmissionRefused):
    """The program is no text that Python could read."""

    code = "not_text"


class TooLarge(SubmissionRefused):
    """The program is longer than the assignment allows."""

    code = "too_large"


class NotOpen(SubmissionRefused):
    """The assignment has not opened yet, or has closed."""

    code = "not_open"


class TooMany(SubmissionRefused):
    """The hour's submissions are used up until `again_at`."""

    code = "too_many"

    def __init__(self, message: str, *, again_at: datetime) -> None:
        super().__init__(message)
        self.again_at = again_at


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many submissions a learner has left; `again_at` is set when there is none."""

    left: int
    per_hour: int
    again_at: datetime | None


def submit(*, enrolment: Enrolment, assignment: Assignment, source: str | bytes) -> Submission:
    """Stores a program for grading against the assignment's current revision.

    Raises NotOpen, NotText, TooLarge or TooMany; then nothing is stored.
    """
    revision = assignment.current
    if revision is None:
        raise SubmissionRefused("This assignment cannot be answered yet.")
    spec = grading.assignment_of(revision)
    _check_dates(deadline_of(enrolment=enrolment, item=assignment), timezone.now())
    text = read_source(source, limit_kib=spec.spec.limits.source_kib)
    with transaction.atomic():
        # Two submissions sent at once must not both take the last place of the hour.
        Enrolment.objects.select_for_update().get(pk=enrolment.pk)
        left = allowance(
            enrolment=enrolment, assignment=assignment, per_hour=spec.spec.submissions_per_hour
        )
        if left.again_at is not None:
            raise TooMany(_used_up(left), again_at=left.again_at)
        submission = Submission.objects.create(
            enrolment=enrolment,
            revision=revision,
            source=text,
            seed=seed_for(enrolment, revision),
            max_points=spec.max_score,
            rung_at=timezone.now(),
        )
        transaction.on_commit(partial(ring, submission.pk))
    return submission


def _check_dates(deadline: Deadline, now: datetime) -> None:
    phase = deadline.phase(now)
    if phase == "not_open" and deadline.opens_at is not None:
        raise NotOpen(f"This assignment opens {moment(deadline.opens_at)}.")
    if phase == "closed" and deadline.last_moment is not None:
        raise NotOpen(f"This assignment closed {moment(deadline.last_moment)}.")


def read_source(source: str | bytes, *, limit_kib: int) -> str:
    """The program as text with `\\n` ends of line. Raises NotText or TooLarge."""
    text = source if isinstance(source, str) else _decoded(source, limit_kib=limit_kib)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise NotText(f"Line {line} holds half a character; the program must be text.") from None
    _check_size(size, limit_kib=limit_kib)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise NotText(f"Line {line} holds a NUL character; the program must be plain text.")
    return text


def allowance(*, enrolment: Enrolment, assignment: Assignment, per_hour: int) -> Allowance:
    """What is left of the hour's submissions. Those that failed by our fault are not counted."""
    newest = list(
        Submission.objects.filter(
            enrolment=enrolment,
            revision__assignment=assignment,
            submitted_at__gt=timezone.now() - HOUR,
        )
        .exclude(state=Submission.State.FAILED)
        .order_by("-submitted_at")
        .values_list("submitted_at", flat=True)[:per_hour]
    )
    left = per_hour - len(newest)
    return Allowance(left=left, per_hour=per_hour, again_at=None if left else newest[-1] + HOUR)


def seed_for(enrolment: Enrolment, revision: AssignmentRevision) -> int:
    """Unforeseeable, but the same for every submission of one learner to one revision: sending the
    same program again is no second draw of luck, and gives the same report.
    """
    message = f"{enrolment.pk}:{revision.digest}".encode()
    digest = hmac.digest(settings.GRADER_SECRET.encode(), message, hashlib.sha256)
    return int.from_bytes(digest[:4]) >> 1


def _decoded(source: bytes, *, limit_kib: int) -> str:
    _check_size(len(source), limit_kib=limit_kib)
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        raise NotText(
            f"Line {line} is not UTF-8 text. Save the program as UTF-8 and send it again."
        ) from None


def _check_size(size: int, *, limit_kib: int) -> None:
    if size > limit_kib * 1024:
        raise TooLarge(
            f"The program is {size / 1024:,.0f} KiB long; this assignment takes {limit_kib} KiB."
        )


def _used_up(left: Allowance) -> str:
    assert left.again_at is not None
    again_at = timezone.localtime(left.again_at)
    minutes = max(1, -(-int((left.again_at - timezone.now()).total_seconds()) // 60))
    return (
        f"You have used the {left.per_hour} submissions of this hour. "
        f"The next one is possible at {again_at:%H:%M} ({timezone.get_current_timezone_name()}), "
        f"in {minutes} minute{'' if minutes == 1 else 's'}."
    )
