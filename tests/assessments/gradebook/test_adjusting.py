"""Decisions about single cells, on the page and by the API, and what the log says of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from assessments.accounts.models import User
from assessments.courses.models import Course, Enrolment, Quiz
from assessments.gradebook.adjusting import AdjustmentRefused, Change, adjust
from assessments.gradebook.models import Adjustment, CourseGrade, GradeEvent
from assessments.quizzes.models import Attempt

from .conftest import MakesAttempt

ClientOf = Callable[[User | None], Client]


@pytest.fixture
def where(enrolment: Enrolment, quiz: Quiz) -> str:
    """The learner's cell of the quiz."""
    return f"courses/deep-learning/gradebook/{enrolment.pk}/quiz-{quiz.pk}/"


def patch(client: Client, where: str, **body: Any) -> Any:
    """Sends a change."""
    return client.patch(f"/api/v1/{where}", body, content_type="application/json")


def test_an_override_is_stored_beside_what_was_earned(
    client_of: ClientOf,
    instructor: User,
    learner: User,
    enrolment: Enrolment,
    attempted: MakesAttempt,
    where: str,
) -> None:
    attempt = attempted(learner, 2)
    answer = patch(client_of(instructor), where, points=5, reason="A wrong key")
    assert answer.status_code == 200
    assert (answer.json()["points"], answer.json()["so_far"]) == (5, 83.33)
    assert [step["deed"] for step in answer.json()["steps"]] == ["work", "override"]
    assert Attempt.objects.get(pk=attempt.pk).points == 2
    assert CourseGrade.objects.get(enrolment=enrolment).so_far == 83.33


def test_the_log_says_who_when_from_to_and_why(
    client_of: ClientOf, instructor: User, enrolment: Enrolment, where: str
) -> None:
    client = client_of(instructor)
    patch(client, where, points=5, reason="A wrong key")
    patch(client, where, points=None, reason="The key was right")
    newest, first = GradeEvent.objects.filter(enrolment=enrolment)
    assert (first.deed, first.by, first.details) == (
        "overridden", instructor, {"from": None, "to": 5.0, "why": "A wrong key"},
    )  # fmt: skip
    assert (newest.deed, newest.details["from"], newest.details["to"]) == ("restored", 5.0, None)


def test_the_form_does_the_same_and_needs_a_reason(
    client_of: ClientOf, instructor: User, enrolment: Enrolment, where: str
) -> None:
    client = client_of(instructor)
    refused = client.post(f"/{where}adjust/", {"points": "4,5"})
    assert refused.status_code == 400
    assert "Say why" in refused.content.decode()
    assert not Adjustment.objects.exists()
    taken = client.post(f"/{where}adjust/", {"points": "4,5", "reason": "Oral exam"})
    assert taken.status_code == 302
    assert Adjustment.objects.get(enrolment=enrolment).points == 4.5
    page = client.get(f"/{where}").content.decode()
    assert "Oral exam" in page
    assert "Ida" in page


def test_what_was_changed_meanwhile_is_not_overwritten(
    client_of: ClientOf, instructor: User, where: str
) -> None:
    client = client_of(instructor)
    patch(client, where, points=5, reason="first")
    answer = patch(client, where, points=1, reason="second", seen=None)
    assert answer.status_code == 409
    assert Adjustment.objects.get().points == 5


@pytest.mark.parametrize("points", [-1, "much", float("inf"), 1e9])
def test_no_nonsense_is_taken(
    client_of: ClientOf, instructor: User, where: str, points: Any
) -> None:
    client = client_of(instructor)
    if points == float("inf"):
        answer = client.patch(
            f"/api/v1/{where}", '{"points": Infinity, "reason": "x"}',
            content_type="application/json",
        )  # fmt: skip
    else:
        answer = patch(client, where, points=points, reason="x")
    assert answer.status_code == 400
    assert not Adjustment.objects.exists()


def test_one_bad_change_undoes_all_of_an_act(
    course: Course, instructor: User, enrolment: Enrolment, quiz: Quiz
) -> None:
    changes = [
        Change(enrolment, f"quiz-{quiz.pk}", points=3.0),
        Change(enrolment, "assignment-1", points=-3.0),
    ]
    with pytest.raises(AdjustmentRefused):
        adjust(course=course, changes=changes, by=instructor)
    assert not Adjustment.objects.exists()
    assert not GradeEvent.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("learner", 403), ("assistant", 403), ("stranger", 404)]
)
def test_only_instructors_decide(
    request: pytest.FixtureRequest, client_of: ClientOf, where: str, who: str, status: int
) -> None:
    client = client_of(request.getfixturevalue(who))
    assert patch(client, where, points=6, reason="please").status_code == status
    assert client.post(f"/{where}adjust/", {"points": "6", "reason": "x"}).status_code == status
    assert not Adjustment.objects.exists()


def test_an_excused_item_counts_nothing(
    client_of: ClientOf, instructor: User, learner: User, attempted: MakesAttempt, where: str
) -> None:
    attempted(learner, 0)
    answer = patch(client_of(instructor), where, is_excused=True, reason="Ill")
    assert (answer.json()["standing"], answer.json()["so_far"]) == ("excused", None)


def test_a_learner_reads_the_reason_and_the_comment(
    client_of: ClientOf, instructor: User, learner: User, quiz: Quiz, where: str
) -> None:
    patch(client_of(instructor), where, points=5, reason="A wrong key", comment="<b>Well</b> done")
    page = client_of(learner).get(f"/courses/deep-learning/grades/quiz-{quiz.pk}/").content.decode()
    assert "A wrong key" in page
    assert "&lt;b&gt;Well&lt;/b&gt; done" in page
