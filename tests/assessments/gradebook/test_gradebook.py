"""The gradebook of the staff, its file, and what others get instead."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assessments.accounts.models import User
from assessments.courses.enrolling import enrol
from assessments.courses.models import Course, Enrolment
from assessments.gradebook.exporting import text
from assessments.gradebook.models import Ledger
from assessments.gradebook.table import Asked, table_page

from .conftest import MakesAttempt, MakesSubmission

ClientOf = Callable[[User | None], Client]
GRADEBOOK = "/courses/deep-learning/gradebook/"
CSV = "/courses/deep-learning/gradebook.csv"
API = "/api/v1/courses/deep-learning/gradebook/"


@pytest.fixture
def results(
    learner: User, classmate: User, attempted: MakesAttempt, submitted: MakesSubmission
) -> dict[str, str]:
    """Both flows done by the learner; the addresses of the work by item."""
    attempt = attempted(learner, 4.5)
    submission = submitted(learner, 8)
    return {
        f"quiz-{attempt.quiz_id}": reverse("quizzes:review", args=[attempt.pk]),
        f"assignment-{submission.revision.assignment_id}": reverse(
            "submissions:submission", args=[submission.pk]
        ),
    }


@pytest.mark.parametrize("role", ["assistant", "instructor"])
def test_staff_see_both_results_and_the_way_to_them(
    request: pytest.FixtureRequest, client_of: ClientOf, results: dict[str, str], role: str
) -> None:
    page = client_of(request.getfixturevalue(role)).get(GRADEBOOK).content.decode()
    for item in results:
        assert re.search(f'<a href="[0-9a-f-]+/{item}/">', page)
    assert ">4.5</a>" in page
    assert ">8</a>" in page
    assert "78.13" in page
    assert "Carl" in page


@pytest.mark.parametrize("address", [GRADEBOOK, CSV, API])
def test_a_learner_is_refused(client_of: ClientOf, learner: User, address: str) -> None:
    assert client_of(learner).get(address).status_code == 403


@pytest.mark.parametrize("address", [GRADEBOOK, CSV, API])
def test_a_stranger_finds_nothing(
    client_of: ClientOf, stranger: User, course: Course, address: str
) -> None:
    assert client_of(stranger).get(address).status_code == 404


def test_the_staff_of_another_course_finds_nothing(
    client_of: ClientOf, course: Course, other_course: Course, stranger: User
) -> None:
    enrol(course=other_course, user=stranger, role="instructor")
    assert client_of(stranger).get(GRADEBOOK).status_code == 404


def test_the_api_says_the_same(
    client_of: ClientOf, instructor: User, results: dict[str, str]
) -> None:
    body = client_of(instructor).get(API).json()
    assert [item["name"] for item in body["items"]] == [
        "quiz:warm-up/regularization", "assignment:warm-up/tiny-mlp",
    ]  # fmt: skip
    rows = {row["username"]: row for row in body["learners"]}
    assert [cell["points"] for cell in rows["learner"]["cells"]] == [4.5, 8]
    assert [cell["points"] for cell in rows["classmate"]["cells"]] == [None, None]
    grade = rows["learner"]["grade"]
    assert (grade["points"], grade["max_points"], grade["so_far"]) == (12.5, 16, 78.13)


def read_csv(response: object) -> list[list[str]]:
    """The lines of a streamed file."""
    assert isinstance(response, StreamingHttpResponse)
    body = b"".join(response.streaming_content).decode()  # type: ignore[arg-type]
    return list(csv.reader(io.StringIO(body)))


def test_the_file_holds_the_same(
    client_of: ClientOf, instructor: User, results: dict[str, str]
) -> None:
    heading, *rows = read_csv(client_of(instructor).get(CSV))
    quiz, assignment = results
    assert heading[3:] == [
        f"Regularization (of 6) [{quiz}]", f"A tiny classifier (of 10) [{assignment}]",
        "Points", "Out of", "So far, %", "If nothing more came, %", "Letter",
    ]  # fmt: skip
    line = ["learner", "Lea", "learner@example.org", "4.5", "8", "12.5", "16", "78.13", "78.13", ""]
    assert line in rows


def test_a_name_cannot_be_a_formula(client_of: ClientOf, instructor: User, learner: User) -> None:
    learner.first_name = '=HYPERLINK("http://a.example")'
    learner.save()
    _, row = read_csv(client_of(instructor).get(CSV))
    assert row[1].startswith("'=")


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@A", "\t=1", "\r=1"])
def test_what_a_spreadsheet_runs_is_defused(cell: str) -> None:
    assert text(cell) == "'" + cell


@pytest.mark.parametrize("learners", [3, 30])
def test_queries_do_not_grow_with_the_learners(
    client_of: ClientOf,
    course: Course,
    instructor: User,
    attempted: MakesAttempt,
    submitted: MakesSubmission,
    django_assert_num_queries: DjangoAssertNumQueries,
    learners: int,
) -> None:
    for number in range(learners):
        user = User.objects.create_user(f"learner-{number}")
        enrol(course=course, user=user)
        attempted(user, number % 7)
        submitted(user, number % 11)
        submitted(user, None, state="queued", day=1)
    client = client_of(instructor)
    client.get(GRADEBOOK)
    # What was settled within the last half a minute is looked at twice; let that have passed.
    Ledger.objects.update(fresh_at=timezone.now() + timedelta(minutes=1))
    # session, user, enrolment; policy, modules, quizzes, assignments, ledger; changed dates, stale
    # grades; count and page of learners.
    with django_assert_num_queries(13):
        page = client.get(GRADEBOOK)
    assert page.content.count(b"<tr data-learner") == learners


def test_a_page_holds_so_many_learners_and_no_more(course: Course, instructor: User) -> None:
    for number in range(51):
        enrol(course=course, user=User.objects.create(username=f"learner-{number}"))
    staff = Enrolment.objects.get(course=course, user=instructor)
    assert len(table_page(staff, Asked(page="1")).rows) == 50
    assert len(table_page(staff, Asked(page="2")).rows) == 1
    assert table_page(staff, Asked(page="nonsense")).page.number == 1


def test_a_course_without_learners_says_so(client_of: ClientOf, instructor: User) -> None:
    assert b"No learner is enrolled yet" in client_of(instructor).get(GRADEBOOK).content
