"""What a worker is told to do for the gradebook: take an id, make one call."""

from __future__ import annotations

import logging
import uuid

from kombu.exceptions import OperationalError

from assessments.celery import GRADEBOOK_EVERY_SECONDS, REGRADE, UPKEEP, app
from assessments.submissions.tasks import bench

from . import comparing, keeping, messaging, regrading

logger = logging.getLogger(__name__)


@app.task(name="gradebook.regrade", queue=REGRADE)
def regrade_one(row_id: int) -> None:
    """Grades one submission anew, unless another worker has it."""
    regrading.regrade_one(row_id, bench=bench)


@app.task(name="gradebook.compare", queue=UPKEEP)
def compare(comparison_id: str) -> None:
    """Makes a comparison of programs."""
    comparing.compare(uuid.UUID(comparison_id))


@app.task(name="gradebook.send", queue=UPKEEP)
def send(message_id: str) -> None:
    """Sends the letters of a message that are not sent yet."""
    messaging.send_letters(uuid.UUID(message_id))


@app.task(name="gradebook.upkeep", queue=UPKEEP, expires=2 * GRADEBOOK_EVERY_SECONDS)
def upkeep() -> None:
    """Keeps grades fresh, and rings for whatever waits, so that no lost message leaves it waiting."""
    keeping.freshen_all()
    for row_id in regrading.waiting():
        regrade_one.apply_async((row_id,), expires=GRADEBOOK_EVERY_SECONDS, retry=False)
    for comparison_id in comparing.unfinished():
        compare.apply_async((str(comparison_id),), expires=GRADEBOOK_EVERY_SECONDS, retry=False)
    for message_id in messaging.unsent():
        send.apply_async((str(message_id),), expires=GRADEBOOK_EVERY_SECONDS, retry=False)


def ring() -> None:
    """Tells the workers that something waits. A broker that is away costs half a minute."""
    try:
        upkeep.apply_async(retry=False)
    except (OperationalError, OSError):
        logger.exception("no worker could be told; they will look by themselves")
