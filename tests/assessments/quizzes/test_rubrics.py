"""Essays: they wait for a person, who marks by the rubric; nobody else can."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from assessments.accounts.models import User
from assessments.courses.models import Course, Enrolment, Module, Quiz
from assessments.quizzes.finishing import finish_attempt
from assessments.quizzes.models import Attempt, RubricMark
from assessments.quizzes.rubrics import WrongMarks, mark_by_rubric, to_mark
from assessments.quizzes.starting import start_attempt

ClientOf = Callable[[User | None], Client]
TEXT = "Whatever I choose by it <b>is</b> fitted to it."
WAITING = "/courses/deep-learning/marking/"


@pytest.fixture
def essay(course: Course, enrolment: Enrolment) -> Attempt:
    """A finished attempt with nothing but an essay in it."""
    module = Module.objects.get(slug="every-kind")
    course.modules.add(module)
    quiz = Quiz.objects.select_related("current").get(module=module)
    attempt, _ = start_attempt(enrolment=enrolment, quiz=quiz)
    finish_attempt(attempt=attempt, answers={"essay": TEXT})
    return attempt


def page_of(attempt: Attempt) -> str:
    """Where it is marked."""
    return f"/attempts/{attempt.pk}/responses/essay/mark/"


def test_an_essay_waits_and_the_attempt_with_it(
    client_of: ClientOf, learner: User, essay: Attempt
) -> None:
    assert essay.points is None
    text = client_of(learner).get(f"/attempts/{essay.pk}/review/").content.decode()
    assert "waits for a person" in text


def test_staff_find_it_without_a_name(
    client_of: ClientOf, assistant: User, learner: User, essay: Attempt
) -> None:
    text = client_of(assistant).get(WAITING).content.decode()
    assert page_of(essay) in text
    assert learner.first_name not in text


def test_a_mark_by_the_rubric_settles_the_attempt(
    client_of: ClientOf, assistant: User, learner: User, essay: Attempt
) -> None:
    browser = client_of(assistant)
    shown = browser.get(page_of(essay)).content.decode()
    assert "&lt;b&gt;is&lt;/b&gt;" in shown
    answer = browser.post(
        page_of(essay),
        {"points-idea": "2,5", "points-example": "1", "comment": "*Nearly* there."},
    )
    assert answer["Location"] == WAITING
    essay.refresh_from_db()
    assert essay.points == 3.5
    review = client_of(learner).get(f"/attempts/{essay.pk}/review/").content.decode()
    assert "2.5 of 3" in review
    assert "*Nearly* there." in review
    assert page_of(essay) not in browser.get(WAITING).content.decode()


def test_a_second_mark_holds_and_the_first_is_kept(assistant: User, essay: Attempt) -> None:
    item = to_mark(assistant, essay.pk, "essay")
    mark_by_rubric(item=item, marker=assistant, points={"idea": 1, "example": 0})
    mark_by_rubric(item=item, marker=assistant, points={"idea": 3, "example": 1})
    essay.refresh_from_db()
    assert essay.points == 4.0
    assert [mark.points["idea"] for mark in RubricMark.objects.all()] == [3.0, 1.0]


@pytest.mark.parametrize(
    "points",
    [
        {},
        {"idea": 1},
        {"idea": 4, "example": 0},
        {"idea": -1, "example": 0},
        {"idea": float("nan"), "example": 0},
        {"idea": 10**400, "example": 0},
        {"idea": True, "example": 0},
        {"idea": "1", "example": 0},
        {"idea": 1, "example": 0, "charm": 1},
    ],
)
def test_marks_outside_the_rubric_are_refused(
    assistant: User, essay: Attempt, points: dict[str, Any]
) -> None:
    item = to_mark(assistant, essay.pk, "essay")
    with pytest.raises(WrongMarks):
        mark_by_rubric(item=item, marker=assistant, points=points)
    assert not RubricMark.objects.exists()
    essay.refresh_from_db()
    assert essay.points is None


def test_the_form_comes_back_with_what_was_typed(
    client_of: ClientOf, instructor: User, essay: Attempt
) -> None:
    answer = client_of(instructor).post(
        page_of(essay), {"points-idea": "five", "points-example": "1", "comment": "Kept."}
    )
    assert answer.status_code == 400
    text = answer.content.decode()
    assert 'value="five"' in text
    assert "Kept." in text
    assert "from 0 to 3" in text


def test_programs_mark_as_people_do(client_of: ClientOf, instructor: User, essay: Attempt) -> None:
    browser = client_of(instructor)
    listed = browser.get("/api/v1/courses/deep-learning/marking/").json()
    assert [each["question"] for each in listed["waiting"]] == ["essay"]
    answer = browser.put(
        f"/api/v1/attempts/{essay.pk}/responses/essay/mark/",
        json.dumps({"points": {"idea": 3, "example": 0}}),
        content_type="application/json",
    )
    assert answer.status_code == 200
    assert answer.json()["points"] == {"idea": 3.0, "example": 0.0}
    essay.refresh_from_db()
    assert essay.points == 3.0


@pytest.mark.parametrize(
    ("who", "status"), [("learner", 403), ("classmate", 404), ("stranger", 404), (None, 302)]
)
def test_nobody_else_gets_in(
    request: pytest.FixtureRequest,
    client_of: ClientOf,
    essay: Attempt,
    who: str | None,
    status: int,
) -> None:
    browser = client_of(request.getfixturevalue(who) if who else None)
    marks = {"points-idea": "3", "points-example": "1"}
    assert browser.get(page_of(essay)).status_code == status
    assert browser.post(page_of(essay), marks).status_code == status
    listing = {"classmate": 403, "learner": 403}.get(who or "", status)
    assert browser.get(WAITING).status_code == listing
    api = browser.put(
        f"/api/v1/attempts/{essay.pk}/responses/essay/mark/",
        json.dumps({"points": {"idea": 3, "example": 1}}),
        content_type="application/json",
    )
    assert api.status_code in {401, 403, 404}
    assert not RubricMark.objects.exists()


def test_only_an_essay_of_a_finished_attempt_can_be_marked(
    client_of: ClientOf, instructor: User, essay: Attempt
) -> None:
    browser = client_of(instructor)
    assert browser.get(f"/attempts/{essay.pk}/responses/number/mark/").status_code == 404
    assert browser.get(f"/attempts/{essay.pk}/responses/nothing/mark/").status_code == 404
