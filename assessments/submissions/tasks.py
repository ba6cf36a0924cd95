"""What a worker is told to do: take an id, make one call."""

from __future__ import annotations

import logging
import threading
import uuid
from typing import Any

from celery.signals import worker_process_init, worker_process_shutdown, worker_ready
from kombu.exceptions import OperationalError

from assessments.celery import SWEEP_EVERY_SECONDS, UPKEEP, app

from . import grading, sweeping

logger = logging.getLogger(__name__)

# A pool process's own warm sandbox.
bench = grading.WarmBench()


@app.task(name="submissions.grade")
def grade_submission(submission_id: str) -> None:
    """Grades a submission, unless another worker has it. After a fault of ours the sweep rings again."""
    grading.grade_submission(uuid.UUID(submission_id), bench=bench)


@app.task(name="submissions.sweep", queue=UPKEEP, expires=2 * SWEEP_EVERY_SECONDS)
def sweep() -> None:
    """Brings back what a dead worker or a lost message left behind."""
    for submission_id in sweeping.sweep():
        ring(submission_id)


def ring(submission_id: uuid.UUID) -> None:
    """Tells the workers of a submission. A broker that is away costs nothing: the sweep rings again."""
    try:
        grade_submission.apply_async((str(submission_id),), retry=False)
    except (OperationalError, OSError):
        logger.exception("no worker could be told of submission %s", submission_id)


@worker_ready.connect
def sweep_at_start(**_: Any) -> None:
    """A restarted worker looks at once for what its predecessor left."""
    sweep.delay()


@worker_process_init.connect
def open_bench(**_: Any) -> None:
    """A pool process is ready at once; its sandbox is a few seconds later."""
    threading.Thread(target=bench.warm, name="warm-bench", daemon=True).start()


@worker_process_shutdown.connect
def close_bench(**_: Any) -> None:
    """A pool process that ends takes its sandbox with it."""
    bench.close()
