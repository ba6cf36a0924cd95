"""The operations on assignments and submissions."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from assessments.accounts.models import User
from assessments.submissions.claiming import claim
from assessments.submissions.grading import grade_submission
from assessments.submissions.models import Submission

from .benches import ScriptedBench
from .conftest import SOURCE, Rings, Submit

ClientOf = Callable[[User | None], Client]

ASSIGNMENT = "/api/v1/courses/deep-learning/warm-up/assignments/tiny-mlp/"


@pytest.fixture
def program(client_of: ClientOf, learner: User, submission: Submission) -> Client:
    """A program acting for the learner."""
    return client_of(learner)


def send(program: Client, source: object) -> tuple[int, dict[str, object], str | None]:
    answer = program.post(
        f"{ASSIGNMENT}submissions/", {"source": source}, content_type="application/json"
    )
    return answer.status_code, answer.json(), answer.headers.get("Retry-After")


def test_an_assignment_is_given_without_its_reference(program: Client) -> None:
    given = program.get(ASSIGNMENT).json()
    assert [criterion["id"] for criterion in given["criteria"]] == ["accuracy", "dropout"]
    assert given["max_points"] == 10
    assert given["submissions_left"] == 9
    assert "reference" not in given


def test_a_program_is_sent_in(
    program: Client, rings: Rings, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        status, given, _ = send(program, SOURCE)
    assert status == 201
    assert given["state"] == "queued"
    assert given["place_in_queue"] == 2
    assert rings() == [given["id"]]


def test_an_empty_program_is_taken(program: Client) -> None:
    assert send(program, "")[0] == 201


@pytest.mark.parametrize("source", ["#" * 70_000, "a\0b", "\ud800", None, {"a": 1}])
def test_what_is_no_program_is_refused_with_a_reason(program: Client, source: object) -> None:
    status, given, _ = send(program, source)
    assert status == 400
    assert given["error"]["fields"]["source"]  # type: ignore[index]
    assert Submission.objects.count() == 1


def test_the_hour_used_up_is_429_with_the_time_to_wait(program: Client, submit_one: Submit) -> None:
    for _ in range(9):
        submit_one()
    status, given, wait = send(program, SOURCE)
    assert status == 429
    assert wait is not None
    assert 3500 < int(wait) <= 3600
    assert "The next one is possible at" in given["error"]["message"]  # type: ignore[index]


def test_a_graded_submission_is_given_with_its_report(
    program: Client, submission: Submission
) -> None:
    grade_submission(submission.pk, bench=ScriptedBench())
    given = program.get(f"/api/v1/submissions/{submission.pk}/").json()
    assert given["state"] == "graded"
    assert given["points"] == 10
    assert given["place_in_queue"] is None
    assert given["report"]["criteria"][0]["evidence"] == "seen: accuracy"


def test_a_submission_being_graded_shows_its_epochs(
    program: Client, submission: Submission
) -> None:
    held = claim(submission.pk)
    assert held is not None
    epochs = [{"train_loss": 1.0, "validation_loss": None}]
    held.record({"stage": "training", "epochs": epochs, "max_epochs": 4})
    given = program.get(f"/api/v1/submissions/{submission.pk}/").json()
    assert given["progress"] == {"stage": "training", "epochs": epochs, "max_epochs": 4}


def test_looking_at_a_submission_costs_few_queries(
    program: Client, submission: Submission, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        program.get(f"/api/v1/submissions/{submission.pk}/")
