"""One worker's claim on a submission: a lease that is kept alive, and lost when the worker dies.

Every change here is "update where the state is what I saw; did exactly one row change?", so that
two workers can never both store a result, whatever is killed when.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from typing import Any, Self

from django.db import DatabaseError, connection
from django.db.models import F, QuerySet
from django.utils import timezone

from .doubting import doubt_of
from .models import Submission

logger = logging.getLogger(__name__)

# Long enough for several heart-beats, so that one slow write loses nothing; short enough that a
# learner whose worker was killed does not wait long for the next one.
LEASE = timedelta(seconds=15)
HEARTBEAT_SECONDS = 3.0
MAX_TRIES = 3
# How often a write that the database refused for the moment is tried again before it is given up.
WRITE_PAUSES_SECONDS = (0.5, 2.0, 5.0)


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to grade one submission, good as long as its token stands in the row."""

    submission_id: uuid.UUID
    token: uuid.UUID
    tries: int

    @property
    def _held(self) -> QuerySet[Submission]:
        return Submission.objects.filter(
            pk=self.submission_id, state=Submission.State.GRADING, lease_token=self.token
        )

    def extend(self) -> bool:
        """Keeps the lease alive. False when the claim is lost."""
        return self._held.update(lease_expires_at=timezone.now() + LEASE) == 1

    def record(self, progress: dict[str, Any]) -> bool:
        """Stores progress and keeps the lease alive. False when the claim is lost."""
        expires = timezone.now() + LEASE
        return self._held.update(progress=progress, lease_expires_at=expires) == 1

    def finish(self, *, report: dict[str, Any], points: float, max_points: float) -> bool:
        """Stores the report: the submission is graded. False when the claim is lost."""
        return self._settle(
            state=Submission.State.GRADED,
            report=report,
            doubt=doubt_of(report),
            points=points,
            max_points=max_points,
        )

    def fail(self, reason: str) -> bool:
        """The submission cannot be graded, by our fault; `reason` is for staff."""
        return self._settle(state=Submission.State.FAILED, failure=reason)

    def hand_back(self) -> bool:
        """Back to the queue, the try uncounted: this worker is being stopped."""
        return self._requeue(tries=F("tries") - 1)

    def give_up(self, reason: str) -> bool:
        """After a fault of ours: back to the queue while tries are left, else failed for `reason`."""
        if self.tries >= MAX_TRIES:
            return self.fail(f"Given up after {self.tries} tries. The last one: {reason}")
        return self._requeue()

    def _settle(self, **values: Any) -> bool:
        return _persistently(
            lambda: self._held.update(
                graded_at=timezone.now(), lease_token=None, lease_expires_at=None, **values
            )
        )

    def _requeue(self, **values: Any) -> bool:
        return _persistently(
            lambda: self._held.update(
                state=Submission.State.QUEUED,
                lease_token=None,
                lease_expires_at=None,
                rung_at=None,
                progress={},
                **values,
            )
        )


def claim(submission_id: uuid.UUID) -> Claim | None:
    """The claim on a queued submission; None when it is not queued (any more)."""
    token = uuid.uuid4()
    changed = Submission.objects.filter(pk=submission_id, state=Submission.State.QUEUED).update(
        state=Submission.State.GRADING,
        lease_token=token,
        lease_expires_at=timezone.now() + LEASE,
        tries=F("tries") + 1,
        progress={},
    )
    if changed != 1:
        return None
    tries = Submission.objects.values_list("tries", flat=True).get(pk=submission_id)
    return Claim(submission_id=submission_id, token=token, tries=tries)


class Heartbeat:
    """Keeps a claim alive from a thread of its own while its holder computes. A context manager."""

    def __init__(self, held: Claim, *, every_seconds: float = HEARTBEAT_SECONDS) -> None:
        self._claim = held
        self._every_seconds = every_seconds
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            while not self._stop.wait(self._every_seconds):
                try:
                    if not self._claim.extend():
                        logger.warning("the claim on %s is lost", self._claim.submission_id)
                        return
                except DatabaseError:
                    logger.exception("the lease of %s is not extended", self._claim.submission_id)
                    connection.close_if_unusable_or_obsolete()
        finally:
            connection.close()


def _persistently(write: Callable[[], int]) -> bool:
    """Whether the write changed its row. A result is too dear to lose to a database's restart."""
    for pause in WRITE_PAUSES_SECONDS:
        try:
            return write() == 1
        except DatabaseError:
            logger.exception("a result is not stored; trying again in %g s", pause)
            if not connection.in_atomic_block:
                connection.close_if_unusable_or_obsolete()
            time.sleep(pause)
    return write() == 1
