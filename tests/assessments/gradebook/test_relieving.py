"""More time and attempts, given from the page of a cell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from assessments.accounts.models import User
from assessments.courses.deadlines import deadline_of
from assessments.courses.extending import make_group
from assessments.courses.models import Course, Enrolment, Extension, Quiz, Schedule
from assessments.gradebook.models import GradeEvent

ClientOf = Callable[[User | None], Client]
DUE, CLOSES = datetime(2026, 3, 9, 12, tzinfo=UTC), datetime(2026, 3, 10, 12, tzinfo=UTC)
LATER = datetime(2026, 3, 20, 12, tzinfo=UTC)
GIVEN = {"relief-closes_at": "2026-03-20T12:00", "relief-reason": "Ill"}


@pytest.fixture
def where(course: Course, enrolment: Enrolment, quiz: Quiz) -> str:
    """The learner's cell of a quiz that closes a day after it is due."""
    Schedule.objects.create(course=course, quiz=quiz, due_at=DUE, closes_at=CLOSES)
    return f"/courses/{course.slug}/gradebook/{enrolment.pk}/quiz-{quiz.pk}/"


def test_the_closing_date_alone_is_moved_and_the_log_says_so(
    client_of: ClientOf, instructor: User, enrolment: Enrolment, quiz: Quiz, where: str
) -> None:
    assert client_of(instructor).post(f"{where}relieve/", GIVEN).status_code == 302
    deadline = deadline_of(enrolment=enrolment, item=quiz)
    assert (deadline.due_at, deadline.closes_at) == (DUE, LATER)
    event = GradeEvent.objects.get(deed="extended")
    assert event.details["closes_at"] == LATER.isoformat()


def test_a_whole_group_gets_it(
    client_of: ClientOf,
    course: Course,
    instructor: User,
    classmate: User,
    enrolment: Enrolment,
    quiz: Quiz,
    where: str,
) -> None:
    other = Enrolment.objects.get(course=course, user=classmate)
    group = make_group(course=course, slug="a", title="Section A", members=[other])
    client_of(instructor).post(f"{where}relieve/", {**GIVEN, "relief-group": str(group.pk)})
    assert deadline_of(enrolment=other, item=quiz).closes_at == LATER
    assert deadline_of(enrolment=enrolment, item=quiz).closes_at == CLOSES


def test_it_does_not_close_before_it_is_due(
    client_of: ClientOf, instructor: User, where: str
) -> None:
    given = {**GIVEN, "relief-due_at": "2026-03-21T12:00"}
    answer = client_of(instructor).post(f"{where}relieve/", given)
    assert answer.status_code == 400
    assert "opens, due, closes" in answer.content.decode()
    assert not Extension.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("learner", 403), ("assistant", 403), ("stranger", 404)]
)
def test_only_instructors_give(
    request: pytest.FixtureRequest, client_of: ClientOf, where: str, who: str, status: int
) -> None:
    client = client_of(request.getfixturevalue(who))
    assert client.post(f"{where}relieve/", GIVEN).status_code == status
    assert not Extension.objects.exists()
