"""A session that ends in the middle of an attempt: what was on the screen is not lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from assessments.accounts.models import User
from assessments.quizzes.models import Attempt

ClientOf = Callable[[User | None], Client]

SHEET = {
    "shown": ["what-it-pulls", "shrink-factor"],
    "answer-what-it-pulls": "a",
    "answer-shrink-factor": "0.9",
}
PASSWORD = "correct horse battery"


@pytest.fixture
def browser(client_of: ClientOf) -> Client:
    """Nobody is signed in."""
    return client_of(None)


@pytest.mark.parametrize("deed", ["responses", "finish"])
def test_the_sheet_is_saved_after_signing_in_again(
    browser: Client, attempt: Attempt, deed: str
) -> None:
    page = f"/attempts/{attempt.pk}/"
    door = browser.post(f"{page}{deed}/", SHEET)
    assert door["Location"] == f"/accounts/login/?next={page}"
    assert "Your answers are kept" in browser.get(door["Location"]).content.decode()
    response = browser.post(
        door["Location"], {"login": "learner", "password": PASSWORD}, follow=True
    )
    assert response.redirect_chain[-1][0] == page
    assert "are saved" in response.content.decode()
    assert dict(attempt.responses.values_list("question", "answer")) == {
        "what-it-pulls": 0,
        "shrink-factor": "0.9",
    }
    attempt.refresh_from_db()
    assert not attempt.is_finished


def test_it_is_saved_once(browser: Client, attempt: Attempt, learner: User) -> None:
    browser.post(f"/attempts/{attempt.pk}/responses/", SHEET)
    browser.force_login(learner, backend="django.contrib.auth.backends.ModelBackend")
    browser.get(f"/attempts/{attempt.pk}/")
    browser.post(f"/attempts/{attempt.pk}/responses/", {**SHEET, "answer-shrink-factor": "0.8"})
    browser.get(f"/attempts/{attempt.pk}/")
    assert attempt.responses.get(question="shrink-factor").answer == "0.8"


def test_somebody_else_who_signs_in_does_not_get_it(
    browser: Client, attempt: Attempt, classmate: User
) -> None:
    browser.post(f"/attempts/{attempt.pk}/responses/", SHEET)
    browser.force_login(classmate, backend="django.contrib.auth.backends.ModelBackend")
    assert browser.get(f"/attempts/{attempt.pk}/").status_code == 404
    assert attempt.responses.count() == 0


def test_a_huge_sheet_is_not_kept(browser: Client, attempt: Attempt) -> None:
    browser.post(
        f"/attempts/{attempt.pk}/responses/", {**SHEET, "answer-shrink-factor": "1" * 70_000}
    )
    assert "kept_sheet" not in browser.session


def test_nothing_is_kept_for_an_attempt_that_is_none(browser: Client, finished: Attempt) -> None:
    response = browser.post(f"/attempts/{finished.pk}/responses/", SHEET)
    assert response.status_code == 404
    assert "kept_sheet" not in browser.session
