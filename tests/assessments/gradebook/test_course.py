"""The course page and one's own grades."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from assessments.accounts.models import User
from assessments.courses.models import Course

from .conftest import MakesAttempt, MakesSubmission

ClientOf = Callable[[User | None], Client]
COURSE = "/courses/deep-learning/"


def test_a_learner_sees_the_items_in_order_and_what_is_next(
    client_of: ClientOf, learner: User
) -> None:
    page = client_of(learner).get(COURSE).content.decode()
    body = page[page.index('class="items"') :]
    places = [body.index(title) for title in ("Weight decay", "Regularization", "A tiny class")]
    assert places == sorted(places)
    assert "Next" in page


def test_a_begun_attempt_is_gone_on_with(
    client_of: ClientOf, learner: User, attempted: MakesAttempt
) -> None:
    attempt = attempted(learner, None)
    assert f'href="/attempts/{attempt.pk}/"' in client_of(learner).get(COURSE).content.decode()


def test_the_grades_are_ones_own(
    client_of: ClientOf, learner: User, classmate: User, attempted: MakesAttempt
) -> None:
    mine = attempted(learner, 4.5)
    theirs = attempted(classmate, 5.5)
    page = client_of(learner).get(f"{COURSE}grades/").content.decode()
    assert "4.5" in page
    assert "5.5" not in page
    page = client_of(learner).get(f"{COURSE}grades/quiz-{mine.quiz_id}/").content.decode()
    assert str(mine.pk) in page
    assert str(theirs.pk) not in page


def test_the_api_gives_the_standing(
    client_of: ClientOf, learner: User, submitted: MakesSubmission
) -> None:
    submitted(learner, 8)
    body = client_of(learner).get(f"/api/v1{COURSE}").json()
    assert body["role"] == "learner"
    steps = body["modules"][0]["steps"]
    assert [step["entry"]["kind"] for step in steps] == ["lesson", "quiz", "assignment"]
    assert steps[2]["result"]["points"] == 8
    assert body["total"] == {"points": 8, "max_points": 16, "percent": 50, "letter": None}
    assert body["so_far"] == {"points": 8, "max_points": 10, "percent": 80, "letter": None}


def test_the_api_gives_the_grades(
    client_of: ClientOf, learner: User, attempted: MakesAttempt
) -> None:
    attempted(learner, 3)
    body = client_of(learner).get(f"/api/v1{COURSE}grades/").json()
    assert [item["entry"]["slug"] for item in body["items"]] == ["regularization", "tiny-mlp"]
    assert body["items"][0]["result"]["points"] == 3
    assert body["items"][1]["result"] is None


@pytest.mark.parametrize("address", [COURSE, f"{COURSE}grades/"])
def test_a_stranger_finds_nothing(
    client_of: ClientOf, course: Course, stranger: User, address: str
) -> None:
    client = client_of(stranger)
    assert client.get(address).status_code == 404
    assert client.get(f"/api/v1{address}").status_code == 404
