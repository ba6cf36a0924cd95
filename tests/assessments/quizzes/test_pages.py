"""The pages of a quiz, with forms alone: cover, attempt, review."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments.accounts.models import User
from assessments.courses.models import Quiz
from assessments.quizzes.answering import save_response
from assessments.quizzes.finishing import finish_attempt
from assessments.quizzes.models import Attempt

ClientOf = Callable[[User | None], Client]

COVER = "/courses/deep-learning/warm-up/quizzes/regularization/"
SHOWN = ["what-it-pulls", "which-regularize", "active-in-evaluation", "shrink-factor"]
SHEET = {
    "shown": SHOWN,
    "sequence": "0",
    "answer-what-it-pulls": "b",
    "answer-which-regularize": ["a", "b"],
    "answer-active-in-evaluation": "false",
    "answer-shrink-factor": "0.9",
}


@pytest.fixture
def browser(client_of: ClientOf, learner: User) -> Client:
    """The learner's."""
    return client_of(learner)


def page(browser: Client, address: str, status: int = 200) -> str:
    """The text of a page."""
    response = browser.get(address)
    assert response.status_code == status
    return str(response.content.decode())


def stored(attempt: Attempt) -> dict[str, object]:
    """The attempt's answers in the database."""
    return dict(attempt.responses.values_list("question", "answer"))


def test_the_cover_tells_the_rules(browser: Client, quiz: Quiz) -> None:
    text = page(browser, COVER)
    assert "You have 3 attempts; the best one counts." in text
    assert "Start the quiz" in text


def test_start_leads_to_the_attempt(browser: Client, quiz: Quiz) -> None:
    response = browser.post(f"{COVER}start/")
    assert response["Location"] == f"/attempts/{Attempt.objects.get().pk}/"


def test_the_cover_offers_to_continue(browser: Client, attempt: Attempt) -> None:
    assert "Continue attempt 1" in page(browser, COVER)


def test_the_cover_shows_what_counts(browser: Client, finished: Attempt) -> None:
    text = page(browser, COVER)
    assert "Start another attempt" in text
    assert f"/attempts/{finished.pk}/review/" in text
    assert "<strong>5</strong>" in text


def test_when_all_attempts_are_used_the_cover_says_so(
    browser: Client, attempt: Attempt, quiz: Quiz
) -> None:
    for _ in range(3):
        browser.post(f"{COVER}start/")
        finish_attempt(attempt=Attempt.objects.get(finished_at=None))
    assert "You have used all attempts" in page(browser, COVER)
    assert browser.post(f"{COVER}start/", follow=True).redirect_chain == [(COVER, 302)]


def test_the_attempt_shows_what_is_saved(browser: Client, attempt: Attempt) -> None:
    save_response(attempt=attempt, question="what-it-pulls", sent="b", sequence=1)
    save_response(attempt=attempt, question="shrink-factor", sent="0.70", sequence=2)
    text = page(browser, f"/attempts/{attempt.pk}/")
    assert 'name="answer-what-it-pulls" value="b" checked' in text
    assert 'value="0.70"' in text
    assert "Read as 0.7." in text
    assert "2 questions without an answer" in text


def test_what_a_learner_typed_is_escaped(browser: Client, attempt: Attempt) -> None:
    hostile = '"><script>alert(1)</script>'
    save_response(attempt=attempt, question="shrink-factor", sent=hostile, sequence=1)
    assert "<script>alert" not in page(browser, f"/attempts/{attempt.pk}/")
    finish_attempt(attempt=attempt, anyway=True)
    assert "<script>alert" not in page(browser, f"/attempts/{attempt.pk}/review/")


def test_save_stores_the_whole_sheet(browser: Client, attempt: Attempt) -> None:
    response = browser.post(f"/attempts/{attempt.pk}/responses/", SHEET, follow=True)
    assert "Your answers are saved." in response.content.decode()
    assert stored(attempt) == {
        "what-it-pulls": 1,
        "which-regularize": [0, 1],
        "active-in-evaluation": False,
        "shrink-factor": "0.9",
    }


def test_boxes_can_be_emptied_and_radio_buttons_stay(browser: Client, attempt: Attempt) -> None:
    browser.post(f"/attempts/{attempt.pk}/responses/", SHEET)
    browser.post(f"/attempts/{attempt.pk}/responses/", {"shown": SHOWN})
    assert stored(attempt)["which-regularize"] is None
    assert stored(attempt)["what-it-pulls"] == 1
    assert stored(attempt)["shrink-factor"] == "0.9"


def test_a_form_cut_short_takes_nothing_back(browser: Client, attempt: Attempt) -> None:
    browser.post(f"/attempts/{attempt.pk}/responses/", SHEET)
    before = stored(attempt)
    browser.post(f"/attempts/{attempt.pk}/responses/", {})
    assert stored(attempt) == before


def test_what_cannot_be_stored_is_named_and_the_rest_is_saved(
    browser: Client, attempt: Attempt
) -> None:
    sheet = {**SHEET, "answer-what-it-pulls": "q", "answer-active-in-evaluation": "perhaps"}
    response = browser.post(f"/attempts/{attempt.pk}/responses/", sheet)
    assert response.status_code == 400
    assert "A choice must be one of the letters a, b, c." in response.content.decode()
    assert stored(attempt)["shrink-factor"] == "0.9"


@pytest.mark.parametrize("sequence", ["", "-1", "x", "9" * 400, "٣", "9007199254740991"])
def test_a_spoilt_sequence_number_loses_nothing(
    browser: Client, attempt: Attempt, sequence: str
) -> None:
    browser.post(f"/attempts/{attempt.pk}/responses/", {**SHEET, "sequence": sequence})
    browser.post(f"/attempts/{attempt.pk}/responses/", {**SHEET, "answer-shrink-factor": "0.8"})
    assert stored(attempt)["shrink-factor"] == "0.8"


def test_finish_marks_what_is_on_the_screen(browser: Client, attempt: Attempt) -> None:
    response = browser.post(f"/attempts/{attempt.pk}/finish/", SHEET)
    assert response["Location"] == f"/attempts/{attempt.pk}/review/"
    attempt.refresh_from_db()
    assert attempt.points == 5.0


def test_finish_asks_again_about_a_number_that_cannot_be_read(
    browser: Client, attempt: Attempt
) -> None:
    sheet = {**SHEET, "answer-shrink-factor": "0,9"}
    response = browser.post(f"/attempts/{attempt.pk}/finish/", sheet)
    text = response.content.decode()
    assert response.status_code == 400
    assert "The attempt is still open." in text
    assert "0,9" in text
    assert "Finish as it is" in text
    browser.post(f"/attempts/{attempt.pk}/finish/", {**sheet, "anyway": "yes"})
    attempt.refresh_from_db()
    assert attempt.points == 3.0


def test_finish_twice_is_finish_once(browser: Client, finished: Attempt) -> None:
    browser.post(f"/attempts/{finished.pk}/finish/", {**SHEET, "answer-what-it-pulls": "a"})
    finished.refresh_from_db()
    assert finished.points == 5.0


def test_the_review_explains_every_question(browser: Client, finished: Attempt) -> None:
    text = page(browser, f"/attempts/{finished.pk}/review/")
    for words in (
        "Yes, in proportion to its size.",
        "favours one.",
        "hides units while training",
        "turns it off",
        "(± 0.001 was accepted)",
        "your answer",
        "/courses/deep-learning/warm-up/lessons/weight-decay/#the-update",
    ):
        assert words in text


def test_the_review_shows_the_feedback_on_a_known_mistake(
    browser: Client, attempt: Attempt
) -> None:
    finish_attempt(attempt=attempt, answers={"shrink-factor": "0.95"})
    assert "has a factor 2" in page(browser, f"/attempts/{attempt.pk}/review/")


def test_staff_read_whose_review_it_is(
    client_of: ClientOf, assistant: User, finished: Attempt
) -> None:
    text = page(client_of(assistant), f"/attempts/{finished.pk}/review/")
    assert "by Lea" in text
    assert "your answer" not in text


def queries(browser: Client, address: str) -> int:
    """How many a page costs."""
    with CaptureQueriesContext(connection) as captured:
        page(browser, address)
    return len(captured)


def test_the_attempt_costs_the_same_queries_however_much_is_answered(
    browser: Client, attempt: Attempt
) -> None:
    address = f"/attempts/{attempt.pk}/"
    empty = queries(browser, address)
    browser.post(f"{address}responses/", SHEET)
    page(browser, address)
    # Session, user, attempt, responses.
    assert queries(browser, address) == empty == 4
