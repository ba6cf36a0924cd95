"""A member says which lessons are read; the course page goes on from there."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from assessments.accounts.models import User
from assessments.courses.models import Course, Enrolment, Lesson, Reading
from assessments.courses.reading import lessons_read, mark_read, mark_unread
from assessments.gradebook.standing import standing_of

ClientOf = Callable[[User | None], Client]
LESSON = "/courses/deep-learning/warm-up/lessons/weight-decay/"
QUIZ = "/courses/deep-learning/warm-up/quizzes/regularization/"


def test_who_has_read_a_lesson_goes_on_to_what_follows(
    client_of: ClientOf, learner: User, enrolment: Enrolment, lesson: Lesson
) -> None:
    response = client_of(learner).post(f"{LESSON}read/", {"read": "yes"})
    assert (response.status_code, response["Location"]) == (302, QUIZ)
    assert lessons_read(enrolment) == {lesson.pk}


def test_reading_twice_counts_once(enrolment: Enrolment, lesson: Lesson) -> None:
    mark_read(enrolment=enrolment, lesson=lesson)
    mark_read(enrolment=enrolment, lesson=lesson)
    assert Reading.objects.count() == 1


def test_a_lesson_can_be_read_again(
    client_of: ClientOf, learner: User, enrolment: Enrolment, lesson: Lesson
) -> None:
    mark_read(enrolment=enrolment, lesson=lesson)
    response = client_of(learner).post(f"{LESSON}read/", {"read": "no"})
    assert response["Location"] == LESSON
    assert lessons_read(enrolment) == set()


def test_the_lesson_says_that_it_is_read(
    client_of: ClientOf, learner: User, enrolment: Enrolment, lesson: Lesson
) -> None:
    assert b"Mark as unread" not in client_of(learner).get(LESSON).content
    mark_read(enrolment=enrolment, lesson=lesson)
    assert b"Mark as unread" in client_of(learner).get(LESSON).content


def test_the_course_page_counts_it_and_goes_on_behind_it(
    client_of: ClientOf, learner: User, enrolment: Enrolment, lesson: Lesson
) -> None:
    before = standing_of(enrolment)
    mark_read(enrolment=enrolment, lesson=lesson)
    after = standing_of(enrolment)
    assert before.next is not None
    assert after.next is not None
    assert (before.next.entry.kind, after.next.entry.kind) == ("lesson", "quiz")
    assert (before.stretches[0].done, after.stretches[0].done) == (0, 1)
    assert before.stretches[0].minutes_left - after.stretches[0].minutes_left == lesson.minutes
    assert b"1 of 3 done" in client_of(learner).get("/courses/deep-learning/").content


def test_the_api_marks_and_unmarks(
    client_of: ClientOf, learner: User, enrolment: Enrolment, lesson: Lesson
) -> None:
    client = client_of(learner)
    assert client.put(f"/api/v1{LESSON}read/").status_code == 204
    assert lessons_read(enrolment) == {lesson.pk}
    assert client.delete(f"/api/v1{LESSON}read/").status_code == 204
    assert lessons_read(enrolment) == set()


def test_nobody_marks_for_another(
    client_of: ClientOf, course: Course, classmate: User, enrolment: Enrolment, lesson: Lesson
) -> None:
    client_of(classmate).post(f"{LESSON}read/", {"read": "yes"})
    assert lessons_read(enrolment) == set()


def test_a_stranger_marks_nothing(client_of: ClientOf, course: Course, stranger: User) -> None:
    assert client_of(stranger).post(f"{LESSON}read/", {"read": "yes"}).status_code == 404
    assert client_of(stranger).put(f"/api/v1{LESSON}read/").status_code == 404
    assert not Reading.objects.exists()


def test_unread_is_harmless_where_nothing_was_read(enrolment: Enrolment, lesson: Lesson) -> None:
    mark_unread(enrolment=enrolment, lesson=lesson)
    assert not Reading.objects.exists()
