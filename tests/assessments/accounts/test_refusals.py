"""Every refusal of the API has one shape."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from assessments.accounts.models import User
from assessments.courses.models import Course

ClientOf = Callable[[User | None], Client]
API = "/api/v1/account/tokens/"


def refusal(response: object) -> tuple[int, str]:
    """Status and code, once the shape is checked."""
    body = response.json()  # type: ignore[attr-defined]
    assert set(body) == {"error"}
    assert {"code", "message"} <= set(body["error"]) <= {"code", "message", "fields"}
    assert isinstance(body["error"]["message"], str)
    return response.status_code, body["error"]["code"]  # type: ignore[attr-defined]


def test_nobody(db: None) -> None:
    assert refusal(Client().get("/api/v1/courses/")) == (401, "not_authenticated")


def test_an_unknown_address(client_of: ClientOf, learner: User) -> None:
    assert refusal(client_of(learner).get("/api/v1/nowhere/")) == (404, "not_found")


def test_a_course_of_others(client_of: ClientOf, learner: User, other_course: Course) -> None:
    answer = client_of(learner).get("/api/v1/courses/elsewhere/")
    assert refusal(answer) == (404, "not_found")


def test_a_staff_page_for_a_learner(client_of: ClientOf, learner: User) -> None:
    answer = client_of(learner).get("/api/v1/courses/deep-learning/gradebook/")
    assert refusal(answer) == (403, "permission_denied")


def test_a_method_that_is_not_offered(client_of: ClientOf, learner: User) -> None:
    assert refusal(client_of(learner).delete(API)) == (405, "method_not_allowed")


def test_wrong_fields_are_named(client_of: ClientOf, learner: User) -> None:
    answer = client_of(learner).post(API, {"days": "x"}, content_type="application/json")
    assert refusal(answer) == (400, "invalid")
    assert set(answer.json()["error"]["fields"]) == {"name", "days"}


@pytest.mark.parametrize("body", ["", "{", "[" * 200_000, "\x00", '"text"', "[]", "NaN"])
def test_a_body_that_is_no_object(client_of: ClientOf, learner: User, body: str) -> None:
    answer = client_of(learner).post(API, body, content_type="application/json")
    assert refusal(answer)[0] == 400


def test_another_kind_of_body(client_of: ClientOf, learner: User) -> None:
    answer = client_of(learner).post(API, "<name/>", content_type="application/xml")
    assert refusal(answer) == (415, "unsupported_media_type")


def test_a_body_that_is_too_large(client_of: ClientOf, learner: User, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    body = '{"name": "' + "x" * 1000 + '"}'
    answer = client_of(learner).post(API, body, content_type="application/json")
    assert refusal(answer) == (413, "too_large")
