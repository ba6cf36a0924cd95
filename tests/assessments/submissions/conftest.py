"""A submission in the queue, and what it takes to make another."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assessments.celery import GRADING, app
from assessments.courses.models import Assignment, Enrolment
from assessments.submissions.models import Submission
from assessments.submissions.submitting import submit

SOURCE = "import torch\n\n\ndef build_model(a, b):\n    return None\n"

Submit = Callable[..., Submission]
Rings = Callable[[], list[str]]


@pytest.fixture
def rings() -> Rings:
    """Takes the ids that workers were told of since it was last called."""

    def take() -> list[str]:
        taken = []
        with app.connection_for_read() as connection, connection.SimpleQueue(GRADING) as queue:
            while queue.qsize():
                message = queue.get_nowait()
                message.ack()
                taken.append(message.payload[0][0])
        return taken

    take()
    return take


@pytest.fixture
def submit_one(enrolment: Enrolment, assignment: Assignment) -> Submit:
    """Sends a program in, as the learner unless told otherwise."""

    def send(source: str | bytes = SOURCE, *, by: Enrolment = enrolment) -> Submission:
        return submit(enrolment=by, assignment=assignment, source=source)

    return send


@pytest.fixture
def submission(submit_one: Submit) -> Submission:
    """The learner's program, queued."""
    return submit_one()
