"""The Celery application: the door-bell of the workers. The database is the truth."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from typing import Any

from celery import Celery
from celery.signals import after_setup_logger, beat_embedded_init, worker_process_init
from django.conf import settings
from kombu import Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assessments.settings")

# Grading waits for a free core; upkeep must not wait behind a long line of submissions, and a
# worker takes from its queues in turn.
GRADING = "grading"
UPKEEP = "upkeep"
# Programs graded again for a preview: nobody waits at a screen for these.
REGRADE = "regrade"
SWEEP_EVERY_SECONDS = 5.0
GRADEBOOK_EVERY_SECONDS = 30.0


def concurrency() -> int:
    """How many submissions a worker grades at once: GRADER_CONCURRENCY, else a core each, at most 4."""
    if chosen := os.environ.get("GRADER_CONCURRENCY"):
        return max(1, int(chosen))
    return min(4, len(os.sched_getaffinity(0)))


app = Celery("assessments")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_queues=[Queue(GRADING), Queue(UPKEEP), Queue(REGRADE)],
    task_default_queue=GRADING,
    beat_schedule={
        "sweep": {"task": "submissions.sweep", "schedule": SWEEP_EVERY_SECONDS},
        "gradebook": {"task": "gradebook.upkeep", "schedule": GRADEBOOK_EVERY_SECONDS},
        "sweep-quizzes": {"task": "quizzes.sweep", "schedule": SWEEP_EVERY_SECONDS},
    },
    # One fixed interval needs no memory, so no schedule file that a crash could leave broken.
    beat_scheduler="celery.beat:Scheduler",
    beat_max_loop_interval=SWEEP_EVERY_SECONDS,
    worker_concurrency=concurrency(),
    worker_log_format="%(levelname)s %(message)s",
    worker_task_log_format="%(levelname)s %(message)s",
    # A busy machine may take longer than the default 4 s to bring a pool process up.
    worker_proc_alive_timeout=60.0,
    # A broker that is away for an hour must not end the worker for good.
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
)
if settings.CELERY_BROKER_URL.startswith("filesystem:"):
    app.conf.update(
        # Kombu warns of a broker without a host, though a folder needs none.
        broker_url="filesystem://localhost",
        broker_transport="assessments.operating.spool:Transport",
        # Remote control needs messages to everyone, which a folder of files does not offer.
        worker_enable_remote_control=False,
    )
app.autodiscover_tasks()


@after_setup_logger.connect
def keep_to_what_matters(**_: Any) -> None:
    """A sweep every few seconds is no news; errors of the same loggers are."""
    for name in ("celery.beat", "celery.worker.strategy", "celery.app.trace"):
        logging.getLogger(name).setLevel(logging.WARNING)


@worker_process_init.connect
@beat_embedded_init.connect
def end_with_parent(**_: Any) -> None:
    """A worker killed outright must not leave pool processes or a beat behind that go on alone."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, name="end-with-parent", daemon=True).start()
