"""What a worker does for quizzes: closes attempts whose time is over."""

from __future__ import annotations

from assessments.celery import SWEEP_EVERY_SECONDS, UPKEEP, app

from .finishing import sweep_attempts


@app.task(name="quizzes.sweep", queue=UPKEEP, expires=2 * SWEEP_EVERY_SECONDS)
def sweep() -> None:
    """Closes what nobody has looked at since its end."""
    sweep_attempts()
