"""Queues the answers that a cell has to look at; nothing waits for the cell."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from kombu.exceptions import OperationalError

from assessments.celery import GRADING, app
from assessments.courses.models import QuizRevision

from .models import AnswerRun, Response

logger = logging.getLogger(__name__)

MAX_TRIES = 3
# Long enough for a cold sandbox and a program that uses all its time.
LEASE = timedelta(seconds=180)
RING_AGAIN_AFTER = timedelta(seconds=30)
RING_AT_ONCE = 16

DIED = "The process that ran it ended without a word; look for the reason in the worker's log."


def queue_runs(responses: Iterable[Response]) -> None:
    """Queues those that are being checked; a worker is told once they are safe in the database."""
    for response in responses:
        if response.verdict == "being_checked":
            _queue(response, None)


def queue_for_regrade(responses: Iterable[Response], revision: QuizRevision) -> None:
    """Queues answers that have their marks, to be run on the cases of another key."""
    for response in responses:
        _queue(response, revision)


def _queue(response: Response, revision: QuizRevision | None) -> None:
    run, _ = AnswerRun.objects.update_or_create(
        response=response,
        defaults={
            "state": AnswerRun.State.QUEUED,
            "rung_at": timezone.now(),
            "token": None,
            "tries": 0,
            "failure": "",
            "revision": revision,
            "evidence": None,
        },
    )
    transaction.on_commit(partial(ring, run.pk))


def queue_again(run: AnswerRun) -> bool:
    """Gives a failed run its tries back; whether it was failed."""
    changed = AnswerRun.objects.filter(pk=run.pk, state=AnswerRun.State.FAILED).update(
        state=AnswerRun.State.QUEUED, tries=0, failure="", rung_at=timezone.now()
    )
    if changed:
        transaction.on_commit(partial(ring, run.pk))
    return changed == 1


def ring(run_id: int) -> None:
    """Tells the workers of a run. A broker that is away costs nothing: the sweep rings again."""
    try:
        # By its name: the task imports what this is imported by.
        app.send_task("quizzes.run_answer", (run_id,), queue=GRADING, retry=False)
    except (OperationalError, OSError):
        logger.exception("no worker could be told of the answer's run %s", run_id)


def sweep_runs() -> None:
    """Brings back what a dead worker or a lost message left behind."""
    now = timezone.now()
    dead = AnswerRun.objects.filter(state=AnswerRun.State.RUNNING, claimed_at__lt=now - LEASE)
    dead.filter(tries__gte=MAX_TRIES).update(state=AnswerRun.State.FAILED, failure=DIED, token=None)
    dead.update(state=AnswerRun.State.QUEUED, token=None, rung_at=None)
    unheard = Q(rung_at=None) | Q(rung_at__lt=now - RING_AGAIN_AFTER)
    waiting = AnswerRun.objects.filter(unheard, state=AnswerRun.State.QUEUED)
    for run_id in list(waiting.values_list("pk", flat=True)[:RING_AT_ONCE]):
        if waiting.filter(pk=run_id).update(rung_at=now):
            ring(run_id)


def claim(run_id: int) -> uuid.UUID | None:
    """The right to do a queued run; None when it is not queued (any more)."""
    token = uuid.uuid4()
    changed = AnswerRun.objects.filter(pk=run_id, state=AnswerRun.State.QUEUED).update(
        state=AnswerRun.State.RUNNING,
        token=token,
        claimed_at=timezone.now(),
        tries=F("tries") + 1,
    )
    return token if changed == 1 else None
