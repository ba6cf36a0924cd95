"""Hidden points are hidden from learners everywhere in the gradebook, and from nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from assessments.accounts.models import User
from assessments.courses.models import Assignment, Course, Quiz, Release
from assessments.courses.releases import hidden_items
from assessments.gradebook.models import GradeEvent
from assessments.quizzes.models import Attempt
from assessments.submissions.grading import assignment_of
from assessments.submissions.models import Submission
from tests.assessments.submissions.benches import report_on

from .conftest import MakesAttempt, MakesSubmission

ClientOf = Callable[[User | None], Client]
COURSE = "/courses/deep-learning/"


@pytest.fixture
def item(quiz: Quiz, learner: User, attempted: MakesAttempt) -> str:
    """The quiz, in which the learner has 4.25 points."""
    attempted(learner, 4.25)
    return f"quiz-{quiz.pk}"


def hide(client: Client, item: str, **values: str) -> None:
    """By the form."""
    form = {"is_hidden": "on", **values}
    assert client.post(f"{COURSE}gradebook/{item}/release/", form).status_code == 302


def test_a_learner_sees_no_hidden_points_anywhere(
    client_of: ClientOf, instructor: User, learner: User, item: str
) -> None:
    hide(client_of(instructor), item)
    client = client_of(learner)
    for address in ("", "grades/", f"grades/{item}/", f"grades/what-if/?{item}=6"):
        assert "4.25" not in client.get(COURSE + address).content.decode(), address
    for address in ("", "grades/"):
        assert "4.25" not in client.get(f"/api/v1{COURSE}{address}").content.decode(), address
    assert client.get(f"/api/v1{COURSE}grades/").json()["total"]["points"] == 0


def test_the_staff_still_sees_them(client_of: ClientOf, instructor: User, item: str) -> None:
    client = client_of(instructor)
    hide(client, item)
    assert ">4.25</a>" in client.get(f"{COURSE}gradebook/").content.decode()


def test_releasing_shows_them_and_both_are_in_the_log(
    client_of: ClientOf, instructor: User, learner: User, item: str
) -> None:
    client = client_of(instructor)
    hide(client, item)
    client.post(f"{COURSE}gradebook/{item}/release/", {})
    assert "4.25" in client_of(learner).get(f"{COURSE}grades/").content.decode()
    events = GradeEvent.objects.filter(item=item, enrolment=None)
    assert [event.deed for event in events] == ["released", "hidden"]


def test_a_date_releases_by_itself(course: Course, item: str) -> None:
    now = timezone.now()
    Release.objects.create(course=course, item=item, visible_from=now + timedelta(hours=1))
    assert hidden_items(course.pk) == {item}
    assert hidden_items(course.pk, now=now + timedelta(hours=2)) == set()


@pytest.mark.parametrize(
    ("who", "status"), [("learner", 403), ("assistant", 403), ("stranger", 404)]
)
def test_only_instructors_release(
    request: pytest.FixtureRequest, client_of: ClientOf, item: str, who: str, status: int
) -> None:
    client = client_of(request.getfixturevalue(who))
    assert client.post(f"{COURSE}gradebook/{item}/release/", {}).status_code == status


def test_the_work_itself_tells_a_learner_no_hidden_points(
    client_of: ClientOf,
    course: Course,
    instructor: User,
    learner: User,
    quiz: Quiz,
    assignment: Assignment,
    item: str,
    submitted: MakesSubmission,
) -> None:
    attempt = Attempt.objects.get()
    submission = submitted(learner, 7.31)
    Submission.objects.update(
        report=report_on(assignment_of(submission.revision)).model_dump(mode="json")
    )
    for key in (item, f"assignment-{assignment.pk}"):
        hide(client_of(instructor), key)
    mine, staff = client_of(learner), client_of(instructor)
    for address in (
        f"/attempts/{attempt.pk}/review/",
        f"{COURSE}warm-up/quizzes/regularization/",
        f"{COURSE}warm-up/assignments/tiny-mlp/",
        f"/submissions/{submission.pk}/",
        f"/api/v1/attempts/{attempt.pk}/",
        f"/api/v1/attempts/{attempt.pk}/review/",
        f"/api/v1{COURSE}warm-up/quizzes/regularization/",
        f"/api/v1{COURSE}warm-up/assignments/tiny-mlp/submissions/",
        f"/api/v1/submissions/{submission.pk}/",
    ):
        answer = mine.get(address, follow=True)
        assert answer.status_code in {200, 409}, address
        page = answer.content.decode()
        for told in ("4.25", "7.31", "seen: accuracy"):
            assert told not in page, (address, told)
    assert "seen: accuracy" in staff.get(f"/submissions/{submission.pk}/").content.decode()
    assert staff.get(f"/attempts/{attempt.pk}/review/").status_code == 200
