"""What a worker does for quizzes: closes attempts whose time is over, and runs answers in cells."""

from __future__ import annotations

from typing import Any

from celery.signals import worker_process_shutdown

from assessments.celery import SWEEP_EVERY_SECONDS, UPKEEP, app
from assessments.courses.bench import deployed_bench

from . import running
from .finishing import sweep_attempts
from .queueing import sweep_runs

# A pool process's own sandbox, opened when the first answer is run.
bench = deployed_bench()


@app.task(name="quizzes.sweep", queue=UPKEEP, expires=2 * SWEEP_EVERY_SECONDS)
def sweep() -> None:
    """Closes what nobody has looked at since its end, and brings back runs that were left behind."""
    sweep_attempts()
    sweep_runs()


@app.task(name="quizzes.run_answer")
def run_answer(run_id: int) -> None:
    """Runs an answer, unless another worker has it. After a fault of ours the sweep rings again."""
    running.run_answer(run_id, bench=bench)


@worker_process_shutdown.connect
def close_bench(**_: Any) -> None:
    """A pool process that ends takes its sandbox with it."""
    bench.close()
