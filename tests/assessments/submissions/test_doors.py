"""Every door of assignments and submissions, tried by everybody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from assessments.accounts.models import User
from assessments.submissions.models import Submission

ClientOf = Callable[[User | None], Client]

ASSIGNMENT = "courses/deep-learning/warm-up/assignments/tiny-mlp/"
SUBMISSION = "submissions/{id}/"
COURSE_DOORS = [
    f"/{ASSIGNMENT}",
    f"/{ASSIGNMENT}starter.py",
    f"/api/v1/{ASSIGNMENT}",
    f"/api/v1/{ASSIGNMENT}submissions/",
]
OWN_DOORS = [f"/{SUBMISSION}", f"/{SUBMISSION}solution.py", f"/api/v1/{SUBMISSION}"]


@pytest.mark.parametrize("door", COURSE_DOORS)
def test_doors_of_the_course_open_to_its_members_alone(
    door: str,
    submission: Submission,
    client_of: ClientOf,
    learner: User,
    classmate: User,
    assistant: User,
    instructor: User,
    stranger: User,
) -> None:
    for member in (learner, classmate, assistant, instructor):
        assert client_of(member).get(door).status_code == 200
    assert client_of(stranger).get(door).status_code == 404


@pytest.mark.parametrize("door", OWN_DOORS)
def test_a_submission_opens_to_its_learner_and_to_staff_alone(
    door: str,
    submission: Submission,
    client_of: ClientOf,
    learner: User,
    classmate: User,
    assistant: User,
    instructor: User,
    stranger: User,
) -> None:
    address = door.format(id=submission.pk)
    for viewer in (learner, assistant, instructor):
        assert client_of(viewer).get(address).status_code == 200
    for other in (classmate, stranger):
        assert client_of(other).get(address).status_code == 404


@pytest.mark.parametrize("door", [*COURSE_DOORS, *OWN_DOORS])
def test_who_is_not_signed_in_is_sent_to_sign_in(
    door: str, submission: Submission, client_of: ClientOf
) -> None:
    answer = client_of(None).get(door.format(id=submission.pk))
    if door.startswith("/api/"):
        assert answer.status_code in {401, 403}
    else:
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("door", [f"/{ASSIGNMENT}submit/", f"/api/v1/{ASSIGNMENT}submissions/"])
def test_a_stranger_can_send_nothing_in(
    door: str, submission: Submission, client_of: ClientOf, stranger: User
) -> None:
    answer = client_of(stranger).post(door, {"source": "a = 1"})
    assert answer.status_code == 404
    assert Submission.objects.count() == 1


def test_a_learner_sees_their_own_submissions_alone_in_the_list(
    submission: Submission, client_of: ClientOf, learner: User, classmate: User
) -> None:
    address = f"/api/v1/{ASSIGNMENT}submissions/"
    assert [one["id"] for one in client_of(learner).get(address).json()] == [str(submission.pk)]
    assert client_of(classmate).get(address).json() == []


def test_why_we_failed_is_for_staff_alone(
    submission: Submission, client_of: ClientOf, learner: User, assistant: User
) -> None:
    Submission.objects.update(state=Submission.State.FAILED, failure="host gpu7 is out of memory")
    for page, api in [(f"/submissions/{submission.pk}/", f"/api/v1/submissions/{submission.pk}/")]:
        seen = client_of(learner).get(page).content.decode()
        assert "costs you nothing" in seen
        assert "gpu7" not in seen
        assert client_of(learner).get(api).json()["failure"] is None
        assert "gpu7" in client_of(assistant).get(page).content.decode()
        assert "gpu7" in client_of(assistant).get(api).json()["failure"]
