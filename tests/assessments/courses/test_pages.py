"""My courses, a lesson, and the same over the API."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from assessments.accounts.models import User
from assessments.courses.models import Course, Lesson

ClientOf = Callable[[User | None], Client]
LESSON = "/courses/deep-learning/warm-up/lessons/weight-decay/"


def test_home_lists_my_courses_only(
    client_of: ClientOf, learner: User, other_course: Course
) -> None:
    page = client_of(learner).get("/").content.decode()
    assert "Deep learning" in page
    assert "Elsewhere" not in page


def test_home_says_what_to_do_without_a_course(client_of: ClientOf, db: None) -> None:
    user = User.objects.create_user("newcomer")
    assert b"You are in no course yet" in client_of(user).get("/").content


def test_nobody_is_asked_to_sign_in(client_of: ClientOf, db: None) -> None:
    response = client_of(None).get("/")
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/")


def test_a_lesson_shows_maths_code_headings_and_the_next_item(
    client_of: ClientOf, learner: User
) -> None:
    page = client_of(learner).get(LESSON).content.decode()
    assert '<math display="block"' in page
    assert '<span class="n">optimizer</span>' in page
    assert '<a href="#the-update">The update</a>' in page
    assert 'href="/courses/deep-learning/warm-up/quizzes/regularization/"' in page


def test_the_api_gives_the_lesson(client_of: ClientOf, learner: User) -> None:
    body = client_of(learner).get(f"/api/v1{LESSON}").json()
    assert body["title"] == "Weight decay"
    assert [heading["id"] for heading in body["headings"]] == ["the-update", "when-it-pays"]
    assert "<math" in body["html"]
    assert "$" in body["markdown"]


def test_the_api_gives_my_courses(client_of: ClientOf, instructor: User) -> None:
    assert client_of(instructor).get("/api/v1/courses/").json() == [
        {"slug": "deep-learning", "title": "Deep learning", "role": "instructor"}
    ]


def test_a_stranger_finds_no_lesson(client_of: ClientOf, course: Course, stranger: User) -> None:
    assert client_of(stranger).get(LESSON).status_code == 404
    assert client_of(stranger).get(f"/api/v1{LESSON}").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/courses/deep-learning/warm-up/lessons/gone/",
        "/courses/deep-learning/gone/lessons/weight-decay/",
        "/courses/gone/warm-up/lessons/weight-decay/",
    ],
)
def test_what_is_not_there_is_not_found(client_of: ClientOf, learner: User, address: str) -> None:
    assert client_of(learner).get(address).status_code == 404


def test_a_lesson_that_was_removed_is_gone(
    client_of: ClientOf, learner: User, lesson: Lesson
) -> None:
    Lesson.objects.update(is_current=False)
    assert client_of(learner).get(LESSON).status_code == 404


def test_a_module_of_another_course_is_not_found(
    client_of: ClientOf, course: Course, learner: User
) -> None:
    course.modules.clear()
    assert client_of(learner).get(LESSON).status_code == 404
