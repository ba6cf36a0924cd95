"""Every door of a quiz, tried by everybody: whose it is not, is told that there is nothing."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from assessments.accounts.models import User
from assessments.quizzes.models import Attempt

from .conftest import SECRETS

ClientOf = Callable[[User | None], Client]

QUIZ = "courses/deep-learning/warm-up/quizzes/regularization/"
# method, address, and what the learner and staff of the course get while the attempt is open
OPEN_DOORS = [
    ("get", f"/{QUIZ}", 200, 200),
    ("post", f"/{QUIZ}start/", 302, 302),
    ("get", "/attempts/{id}/", 200, 403),
    ("post", "/attempts/{id}/responses/", 302, 403),
    ("post", "/attempts/{id}/responses/shrink-factor/check/", 302, 403),
    ("post", "/attempts/{id}/responses/shrink-factor/flag/", 302, 403),
    ("get", "/attempts/{id}/receipt/", 200, 200),
    ("get", "/api/v1/attempts/{id}/clock/", 200, 403),
    ("post", "/api/v1/attempts/{id}/responses/shrink-factor/check/", 409, 403),
    ("put", "/api/v1/attempts/{id}/responses/shrink-factor/flag/", 400, 403),
    ("post", "/attempts/{id}/finish/", 302, 403),
    ("get", "/attempts/{id}/review/", 302, 404),
    ("get", f"/api/v1/{QUIZ}", 200, 200),
    ("post", f"/api/v1/{QUIZ}attempts/", 200, 201),
    ("get", "/api/v1/attempts/{id}/", 200, 403),
    ("put", "/api/v1/attempts/{id}/responses/shrink-factor/", 200, 403),
    ("post", "/api/v1/attempts/{id}/finish/", 200, 403),
    ("get", "/api/v1/attempts/{id}/review/", 409, 409),
]
FINISHED_DOORS = [
    ("get", "/attempts/{id}/", 302, 403),
    ("post", "/attempts/{id}/responses/", 302, 403),
    ("post", "/attempts/{id}/finish/", 302, 403),
    ("get", "/attempts/{id}/review/", 200, 200),
    ("get", "/api/v1/attempts/{id}/", 200, 403),
    ("put", "/api/v1/attempts/{id}/responses/shrink-factor/", 409, 403),
    ("post", "/api/v1/attempts/{id}/finish/", 200, 403),
    ("get", "/api/v1/attempts/{id}/review/", 200, 200),
]
BODY = {"answer": "1", "sequence": 1}


def knock(client: Client, method: str, address: str, attempt: Attempt) -> int:
    """What the door answers."""
    url = address.format(id=attempt.pk)
    body = {"data": BODY, "content_type": "application/json"} if "/api/" in url else {}
    return int(getattr(client, method)(url, **(body if method != "get" else {})).status_code)


@pytest.mark.parametrize(("method", "address", "own", "staff"), OPEN_DOORS)
def test_doors_of_an_open_attempt(
    attempt: Attempt,
    client_of: ClientOf,
    learner: User,
    assistant: User,
    instructor: User,
    method: str,
    address: str,
    own: int,
    staff: int,
) -> None:
    assert knock(client_of(assistant), method, address, attempt) == staff
    assert knock(client_of(instructor), method, address, attempt) == staff
    assert knock(client_of(learner), method, address, attempt) == own


@pytest.mark.parametrize(("method", "address", "own", "staff"), FINISHED_DOORS)
def test_doors_of_a_finished_attempt(
    finished: Attempt,
    client_of: ClientOf,
    learner: User,
    assistant: User,
    instructor: User,
    method: str,
    address: str,
    own: int,
    staff: int,
) -> None:
    assert knock(client_of(assistant), method, address, finished) == staff
    assert knock(client_of(instructor), method, address, finished) == staff
    assert knock(client_of(learner), method, address, finished) == own


@pytest.mark.parametrize(("method", "address", "own", "staff"), OPEN_DOORS)
def test_a_stranger_finds_nothing(
    attempt: Attempt,
    client_of: ClientOf,
    stranger: User,
    method: str,
    address: str,
    own: int,
    staff: int,
) -> None:
    assert knock(client_of(stranger), method, address, attempt) == 404


@pytest.mark.parametrize(
    ("method", "address"),
    [door[:2] for door in [*OPEN_DOORS, *FINISHED_DOORS] if "{id}" in door[1]],
)
@pytest.mark.parametrize("state", ["attempt", "finished"])
def test_a_classmate_finds_nothing(
    request: pytest.FixtureRequest,
    client_of: ClientOf,
    classmate: User,
    method: str,
    address: str,
    state: str,
) -> None:
    attempt = request.getfixturevalue(state)
    assert knock(client_of(classmate), method, address, attempt) == 404
    attempt.refresh_from_db()
    assert attempt.responses.filter(question="shrink-factor", answer="1").count() == 0


@pytest.mark.parametrize(("method", "address", "own", "staff"), OPEN_DOORS)
def test_nobody_is_sent_to_sign_in(
    attempt: Attempt, client_of: ClientOf, method: str, address: str, own: int, staff: int
) -> None:
    status = knock(client_of(None), method, address, attempt)
    assert status in ({401, 403} if "/api/" in address else {302})
    attempt.refresh_from_db()
    assert not attempt.is_finished
    assert attempt.responses.count() == 0


@pytest.mark.parametrize(
    ("method", "address"), [door[:2] for door in OPEN_DOORS if "{id}" in door[1]]
)
def test_an_attempt_that_is_none_is_not_found(
    attempt: Attempt, client_of: ClientOf, learner: User, method: str, address: str
) -> None:
    attempt.pk = uuid.uuid4()
    assert knock(client_of(learner), method, address, attempt) == 404


@pytest.mark.parametrize(("method", "address", "own", "staff"), OPEN_DOORS)
def test_no_cache_keeps_anything_of_an_attempt(
    attempt: Attempt,
    client_of: ClientOf,
    learner: User,
    method: str,
    address: str,
    own: int,
    staff: int,
) -> None:
    url = address.format(id=attempt.pk)
    body = {"data": BODY, "content_type": "application/json"} if "/api/" in url else {}
    response = getattr(client_of(learner), method)(url, **(body if method != "get" else {}))
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    "address", [f"/{QUIZ}", "/attempts/{id}/", f"/api/v1/{QUIZ}", "/api/v1/attempts/{id}/"]
)
def test_what_is_right_is_not_sent_before_the_end(
    attempt: Attempt, client_of: ClientOf, learner: User, address: str
) -> None:
    page = client_of(learner).get(address.format(id=attempt.pk)).content.decode()
    for secret in SECRETS:
        assert secret not in page
