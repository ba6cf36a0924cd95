"""Finds what a dead worker or a lost message left behind, so that nothing waits for help."""

from __future__ import annotations

import logging
import uuid
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from .claiming import MAX_TRIES
from .models import Submission

logger = logging.getLogger(__name__)

# A queued submission is rung again after this long: its message may be lost. Only the foremost few
# are, or a long queue would fill with copies of the same message.
RING_AGAIN_AFTER = timedelta(seconds=30)
RING_AT_ONCE = 8

DIED = (
    f"The process that graded it ended {MAX_TRIES} times without a word. "
    "Look for the reason (memory, most often) in the worker's log of that time."
)


def sweep() -> list[uuid.UUID]:
    """Ends expired claims; returns the queued submissions of which a worker must be told (again)."""
    now = timezone.now()
    _end_expired(now)
    return _to_be_rung(now)


def _end_expired(now: datetime) -> None:
    expired = Submission.objects.filter(
        state=Submission.State.GRADING, lease_expires_at__lt=now
    ).values_list("pk", "lease_token", "tries")
    for pk, token, tries in expired:
        held = Submission.objects.filter(
            pk=pk, state=Submission.State.GRADING, lease_token=token, lease_expires_at__lt=now
        )
        if tries >= MAX_TRIES:
            state, failure = Submission.State.FAILED, DIED
        else:
            state, failure = Submission.State.QUEUED, ""
        changed = held.update(
            state=state,
            failure=failure,
            graded_at=now if state == Submission.State.FAILED else None,
            lease_token=None,
            lease_expires_at=None,
            rung_at=None,
            progress={},
        )
        if changed:
            logger.warning("the claim on %s expired after try %d: %s", pk, tries, state.value)


def _to_be_rung(now: datetime) -> list[uuid.UUID]:
    unheard = Q(rung_at=None) | Q(rung_at__lt=now - RING_AGAIN_AFTER)
    foremost = list(
        Submission.objects.filter(state=Submission.State.QUEUED)
        .order_by("submitted_at", "pk")
        .values_list("pk", flat=True)[:RING_AT_ONCE]
    )
    return [
        pk
        for pk in foremost
        if Submission.objects.filter(unheard, pk=pk, state=Submission.State.QUEUED).update(
            rung_at=now
        )
    ]
