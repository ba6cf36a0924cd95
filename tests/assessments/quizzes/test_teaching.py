"""What the staff of a course does with a quiz: preview, analysis, all responses, marking anew."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments.accounts.models import User
from assessments.courses.enrolling import enrol
from assessments.courses.extending import make_group
from assessments.courses.models import Course, Enrolment, Quiz
from assessments.quizzes.answering import save_response
from assessments.quizzes.finishing import finish_attempt
from assessments.quizzes.models import Attempt, Marking
from assessments.quizzes.starting import start_attempt
from tests.conftest import person

from .conftest import RIGHT

ClientOf = Callable[[User | None], Client]
QUIZ = "/courses/deep-learning/warm-up/quizzes/regularization/"
PAGES = ["analysis/", "responses.csv", "responses.jsonl", "preview/", "regrade/"]


def body(answer: HttpResponseBase) -> str:
    """What was sent, streamed or not."""
    if answer.streaming:
        return b"".join(answer).decode()  # type: ignore[call-overload,no-any-return]
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]


@pytest.mark.parametrize("page", PAGES)
def test_learners_and_strangers_do_not_pass(
    client_of: ClientOf, learner: User, stranger: User, quiz: Quiz, page: str
) -> None:
    assert client_of(learner).get(QUIZ + page).status_code == 403
    assert client_of(stranger).get(QUIZ + page).status_code == 404
    assert client_of(learner).post(QUIZ + page).status_code in {403, 405}


@pytest.mark.parametrize("page", PAGES)
def test_the_staff_passes_but_only_instructors_decide(
    client_of: ClientOf, assistant: User, instructor: User, quiz: Quiz, page: str
) -> None:
    expected = 403 if page == "regrade/" else 200
    assert client_of(assistant).get(QUIZ + page).status_code == expected
    assert client_of(instructor).get(QUIZ + page).status_code == 200


def test_all_responses_as_csv(client_of: ClientOf, instructor: User, finished: Attempt) -> None:
    text = body(client_of(instructor).get(f"{QUIZ}responses.csv"))
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["question"] for row in rows] == list(RIGHT)
    assert {row["username"] for row in rows} == {"learner"}
    assert [json.loads(row["answer"]) for row in rows] == [1, [0, 1], False, "0.9"]
    assert [float(row["points"]) for row in rows] == [0, 2, 1, 2]


def test_what_a_learner_is_called_cannot_run_as_a_formula(
    client_of: ClientOf, instructor: User, learner: User, finished: Attempt
) -> None:
    learner.first_name = "=HYPERLINK(1)"
    learner.last_name = ""
    learner.save()
    text = body(client_of(instructor).get(f"{QUIZ}responses.csv"))
    [name] = {row["name"] for row in csv.DictReader(io.StringIO(text))}
    assert name == "'=HYPERLINK(1)"


def test_all_responses_as_json(client_of: ClientOf, instructor: User, finished: Attempt) -> None:
    lines = body(client_of(instructor).get(f"{QUIZ}responses.jsonl")).splitlines()
    rows = [json.loads(line) for line in lines]
    assert [row["answer"] for row in rows] == [1, [0, 1], False, "0.9"]


def test_an_assistant_limited_to_groups_gets_their_responses_alone(
    client_of: ClientOf, assistant: User, finished: Attempt, course: Course
) -> None:
    helper = Enrolment.objects.get(course=course, user=assistant)
    helper.is_limited_to_groups = True
    helper.save()
    client = client_of(assistant)
    assert len(body(client.get(f"{QUIZ}responses.csv")).splitlines()) == 1
    make_group(course=course, slug="a", title="A", members=[helper, finished.enrolment])
    assert len(body(client.get(f"{QUIZ}responses.csv")).splitlines()) == 5


def test_the_preview_of_a_seed_is_always_the_same_and_stores_nothing(
    client_of: ClientOf, instructor: User, quiz: Quiz
) -> None:
    client = client_of(instructor)
    pages = [body(client.get(f"{QUIZ}preview/?seed=7")) for _ in range(2)]
    start = pages[0].index('<fieldset class="question')
    assert pages[0][start:] == pages[1][pages[1].index('<fieldset class="question') :]
    answer = client.post(
        f"{QUIZ}preview/",
        {"seed": "7", "shown": ["shrink-factor"], "answer-shrink-factor": "0.95"},
    )
    assert "has a factor 2" in body(answer)
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("seed", ["-1", "x", "99999999999999999", ""])
def test_a_seed_that_is_none_is_taken_for_the_first(
    client_of: ClientOf, instructor: User, quiz: Quiz, seed: str
) -> None:
    page = body(client_of(instructor).get(f"{QUIZ}preview/", {"seed": seed}))
    assert "Preview with seed 1<" in page


def test_the_analysis_costs_the_same_queries_however_many_learn_there(
    client_of: ClientOf, instructor: User, course: Course, quiz: Quiz
) -> None:
    client = client_of(instructor)
    counts = []
    for number in range(6):
        user = person(f"learner-{number}", f"L{number}")
        enrolment = enrol(course=course, user=user)
        attempt, _ = start_attempt(enrolment=enrolment, quiz=quiz)
        finish_attempt(attempt=attempt, answers=RIGHT)
        with CaptureQueriesContext(connection) as queries:
            page = body(client.get(f"{QUIZ}analysis/"))
        counts.append(len(queries))
        assert "Questions that look wrong" in page
    assert len(set(counts[1:])) == 1, counts
    assert counts[-1] <= 10


def test_the_analysis_for_programs_is_the_same(
    client_of: ClientOf, instructor: User, learner: User, finished: Attempt
) -> None:
    told = client_of(instructor).get(f"/api/v1{QUIZ}analysis/").json()
    assert (told["learners"], told["count"]) == (1, 1)
    assert [item["id"] for item in told["items"]] == list(RIGHT)
    assert told["items"][0]["difficulty"] is None
    assert client_of(learner).get(f"/api/v1{QUIZ}analysis/").status_code == 403


def test_marks_are_changed_after_a_preview_and_a_reason(
    client_of: ClientOf, instructor: User, learner: User, finished: Attempt
) -> None:
    client = client_of(instructor)
    what = {"rule": "full", "question": "what-it-pulls"}
    page = client.get(f"{QUIZ}regrade/", what)
    assert "1 of 1 attempt would change" in body(page)
    fingerprint = page.context["preview"].fingerprint
    refused = client.post(f"{QUIZ}regrade/", {**what, "fingerprint": fingerprint})
    assert refused.status_code == 400
    done = client.post(
        f"{QUIZ}regrade/",
        {**what, "fingerprint": fingerprint, "reason": "Two choices were right."},
    )
    assert done.status_code == 302
    finished.refresh_from_db()
    assert finished.points == 6
    assert Marking.objects.filter(regrade__isnull=False).count() == 1
    review = body(client_of(learner).get(f"/attempts/{finished.pk}/review/"))
    assert "Two choices were right." in review
    assert "before: 0 of 1 points" in review


def test_saving_an_answer_costs_the_same_queries_however_many_questions_and_answers(
    client_of: ClientOf, learner: User, attempt: Attempt
) -> None:
    client = client_of(learner)
    address = f"/api/v1/attempts/{attempt.pk}/responses/shrink-factor/"

    def save(sequence: int) -> int:
        data = {"answer": str(sequence), "sequence": sequence}
        with CaptureQueriesContext(connection) as queries:
            assert client.put(address, data, content_type="application/json").status_code == 200
        return len(queries)

    save(1)
    few = save(2)
    for question in ("what-it-pulls", "which-regularize"):
        answer = RIGHT[question]
        save_response(attempt=attempt, question=question, sent=answer, sequence=5)  # type: ignore[arg-type]
    # Session, user, attempt; begin, lock, response, update, commit.
    assert save(10) == few <= 8
