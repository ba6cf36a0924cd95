"""Quizzes for programs: the same as the pages, in JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from assessments.accounts.models import User
from assessments.courses.models import Quiz
from assessments.quizzes.finishing import finish_attempt
from assessments.quizzes.models import Attempt
from assessments.quizzes.starting import start_attempt

from .conftest import RIGHT

QUIZ = "/api/v1/courses/deep-learning/warm-up/quizzes/regularization/"


class Caller:
    """The learner's program."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def __call__(
        self, method: str, address: str, body: Any = None, *, status: int = 200
    ) -> dict[str, Any]:
        """The JSON of an answer of that status."""
        response = self.client.generic(method, address, body or "", content_type="application/json")
        assert response.status_code == status, response.content
        answer: dict[str, Any] = response.json()
        return answer


@pytest.fixture
def call(client_of: Callable[[User | None], Client], learner: User) -> Caller:
    """Calls as the learner."""
    return Caller(client_of(learner))


def put(attempt: Attempt, question: str) -> tuple[str, str]:
    """The operation that saves an answer."""
    return "PUT", f"/api/v1/attempts/{attempt.pk}/responses/{question}/"


def test_the_quiz_tells_its_rules(call: Caller, quiz: Quiz) -> None:
    told = call("GET", QUIZ)
    assert told == {
        "slug": "regularization",
        "title": "Regularization",
        "minutes": 10,
        "questions": 4,
        "max_points": 6.0,
        "attempts_allowed": 3,
        "attempts_left": 3,
        "counts": "best",
        "counted_share": None,
        "best_points": None,
        "phase": "open",
        "opens_at": None,
        "due_at": None,
        "closes_at": None,
        "dates": [],
        "attempts": [],
    }


def test_the_best_attempt_counts(call: Caller, finished: Attempt) -> None:
    worse, _ = start_attempt(enrolment=finished.enrolment, quiz=finished.quiz)
    finish_attempt(attempt=worse)
    told = call("GET", QUIZ)
    assert (told["best_points"], told["attempts_left"]) == (5.0, 1)
    assert [each["points"] for each in told["attempts"]] == [0.0, 5.0]


def test_a_start_makes_an_attempt_and_the_next_one_finds_it(call: Caller, quiz: Quiz) -> None:
    made = call("POST", f"{QUIZ}attempts/", status=201)
    assert call("POST", f"{QUIZ}attempts/") == made
    assert made["max_points"] == 6.0


def test_no_attempts_left_is_a_conflict(call: Caller, quiz: Quiz) -> None:
    for _ in range(3):
        made = call("POST", f"{QUIZ}attempts/", status=201)
        call("POST", f"/api/v1/attempts/{made['id']}/finish/", "{}")
    refusal = call("POST", f"{QUIZ}attempts/", status=409)
    assert refusal["error"]["code"] == "no_attempts_left"


def test_the_attempt_has_questions_and_answers(call: Caller, attempt: Attempt) -> None:
    call(*put(attempt, "which-regularize"), '{"answer": ["b", "a"], "sequence": 4}')
    told = call("GET", f"/api/v1/attempts/{attempt.pk}/")
    question = told["questions"][1]
    assert told["sequence"] == 4
    assert (question["kind"], question["answer"]) == ("multiple_choice", ["a", "b"])
    assert question["choices"][0] == {"letter": "a", "html": "Dropout"}


def test_a_saved_answer_is_acknowledged_as_it_was_read(call: Caller, attempt: Attempt) -> None:
    told = call(*put(attempt, "shrink-factor"), '{"answer": "9e-1", "sequence": 1}')
    assert told.pop("saved_at")
    assert told == {
        "question": "shrink-factor",
        "saved": True,
        "answer": "9e-1",
        "certainty": None,
        "sequence": 1,
        "understood": "0.9",
        "problem": "",
    }
    assert attempt.responses.get().answer == "9e-1"


def test_an_unreadable_number_is_saved_with_a_word_about_it(call: Caller, attempt: Attempt) -> None:
    told = call(*put(attempt, "shrink-factor"), '{"answer": "0,9", "sequence": 1}')
    assert told["saved"]
    assert "comma" in told["problem"]


def test_a_late_save_is_told_what_is_stored(call: Caller, attempt: Attempt) -> None:
    call(*put(attempt, "what-it-pulls"), '{"answer": "b", "sequence": 5}')
    told = call(*put(attempt, "what-it-pulls"), '{"answer": "a", "sequence": 4}')
    assert (told["saved"], told["answer"], told["sequence"]) == (False, "b", 5)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 400),
        ("{", 400),
        ("[]", 400),
        ("{}", 400),
        ('{"answer": "a"}', 400),
        ('{"sequence": 1}', 400),
        ('{"answer": "a", "sequence": 0}', 400),
        ('{"answer": "a", "sequence": "one"}', 400),
        ('{"answer": "a", "sequence": 9007199254740992}', 400),
        ('{"answer": NaN, "sequence": 1}', 400),
        ('{"answer": "z", "sequence": 1}', 400),
        ('{"answer": {"a": []}, "sequence": 1}', 400),
        ('{"answer": "\\u0000", "sequence": 1}', 400),
        ('{"answer": "\\ud800", "sequence": 1}', 400),
        ('{"answer": ' + "[" * 400 + "]" * 400 + ', "sequence": 1}', 400),
        ('{"answer": ' + "[" * 100_000 + "]" * 100_000 + ', "sequence": 1}', 400),
        ('{"answer": "' + "a" * 9000 + '", "sequence": 1}', 413),
        ('{"answer": ' + "9" * 5000 + ', "sequence": 1}', 400),
    ],
)
def test_what_is_no_answer_is_refused_and_loses_nothing(
    call: Caller, attempt: Attempt, body: str, status: int
) -> None:
    call(*put(attempt, "what-it-pulls"), '{"answer": "b", "sequence": 1}')
    refusal = call(*put(attempt, "what-it-pulls"), body, status=status)
    assert refusal["error"]["message"]
    assert attempt.responses.get().answer == 1


def test_an_unknown_question_is_not_found(call: Caller, attempt: Attempt) -> None:
    call(*put(attempt, "no-such"), '{"answer": "a", "sequence": 1}', status=404)


def test_finish_marks_what_it_is_given(call: Caller, attempt: Attempt) -> None:
    told = call("POST", f"/api/v1/attempts/{attempt.pk}/finish/", json.dumps({"answers": RIGHT}))
    assert (told["points"], told["max_points"]) == (6.0, 6.0)
    assert told["finished_at"]


def test_finish_stops_at_an_unreadable_number_unless_told_otherwise(
    call: Caller, attempt: Attempt
) -> None:
    call(*put(attempt, "shrink-factor"), '{"answer": "0,9", "sequence": 1}')
    address = f"/api/v1/attempts/{attempt.pk}/finish/"
    refusal = call("POST", address, "{}", status=409)
    assert refusal["error"]["code"] == "unreadable"
    assert call("POST", address, '{"anyway": true}')["points"] == 0


def test_finish_names_answers_that_cannot_be_stored(call: Caller, attempt: Attempt) -> None:
    address = f"/api/v1/attempts/{attempt.pk}/finish/"
    refusal = call("POST", address, '{"answers": {"what-it-pulls": 7}}', status=400)
    assert "letters" in refusal["error"]["fields"]["what-it-pulls"][0]


def test_the_review_tells_what_was_right_and_why(call: Caller, finished: Attempt) -> None:
    told = call("GET", f"/api/v1/attempts/{finished.pk}/review/")
    first = told["questions"][0]
    assert told["points"] == 5.0
    assert (first["verdict"], first["points"], first["max_points"]) == ("wrong", 0.0, 1.0)
    assert [choice["is_correct"] for choice in first["choices"]] == [True, False, False]
    assert [choice["is_chosen"] for choice in first["choices"]] == [False, True, False]
    assert first["lesson"]["url"].endswith("/lessons/weight-decay/#the-update")


def test_an_open_attempt_has_no_review(call: Caller, attempt: Attempt) -> None:
    refusal = call("GET", f"/api/v1/attempts/{attempt.pk}/review/", status=409)
    assert refusal["error"]["code"] == "attempt_open"


def test_a_forged_request_is_refused(
    attempt: Attempt, learner: User, client_of: Callable[[User | None], Client]
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(learner, backend="django.contrib.auth.backends.ModelBackend")
    method, address = put(attempt, "what-it-pulls")
    response = client.generic(
        method, address, '{"answer": "a", "sequence": 1}', content_type="application/json"
    )
    assert response.status_code == 403
    assert attempt.responses.count() == 0
