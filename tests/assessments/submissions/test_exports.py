"""Reports in the words of other graders, for those who may see the submission."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.test import Client

from assessments.accounts.models import User
from assessments.submissions.claiming import claim
from assessments.submissions.grading import assignment_of
from assessments.submissions.models import Submission

from .benches import report_on

ClientOf = Callable[[User | None], Client]


def address(submission: Submission, dialect: str) -> str:
    return f"/api/v1/submissions/{submission.pk}/as/{dialect}/"


@pytest.fixture
def graded(submission: Submission) -> Submission:
    report = report_on(assignment_of(submission.revision))
    held = claim(submission.pk)
    assert held is not None
    stored = json.loads(report.model_dump_json())
    held.finish(report=stored, points=report.score, max_points=report.max_score)
    return submission


def test_a_report_is_given_in_each_format(
    graded: Submission, client_of: ClientOf, learner: User
) -> None:
    client = client_of(learner)
    gradescope = client.get(address(graded, "gradescope")).json()
    assert gradescope["tests"][0]["status"] == "passed"
    assert client.get(address(graded, "prairielearn")).json()["score"] == 1
    assert client.get(address(graded, "json")).json()["assignment"] == "tiny-mlp"


def test_an_unknown_format_is_not_found(
    graded: Submission, client_of: ClientOf, learner: User
) -> None:
    assert client_of(learner).get(address(graded, "excel")).status_code == 404


def test_before_it_is_graded_there_is_no_report(
    submission: Submission, client_of: ClientOf, learner: User
) -> None:
    assert client_of(learner).get(address(submission, "json")).status_code == 404


def test_only_who_may_see_the_submission_gets_it(
    graded: Submission,
    client_of: ClientOf,
    classmate: User,
    stranger: User,
    assistant: User,
) -> None:
    door = address(graded, "gradescope")
    assert client_of(assistant).get(door).status_code == 200
    assert client_of(classmate).get(door).status_code == 404
    assert client_of(stranger).get(door).status_code == 404
    assert client_of(None).get(door).status_code in {401, 403}
