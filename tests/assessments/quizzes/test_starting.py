"""Starting an attempt: what is pinned, how many there may be, and never two at once."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from assessments.courses.models import Enrolment, Quiz, QuizRevision
from assessments.quizzes.finishing import finish_attempt
from assessments.quizzes.models import Attempt
from assessments.quizzes.starting import NoAttemptsLeft, start_attempt


def revise(quiz: Quiz, **changes: object) -> QuizRevision:
    """A newer revision of the quiz, now the current one."""
    assert quiz.current is not None
    quiz.current = QuizRevision.objects.create(
        quiz=quiz,
        number=quiz.current.number + 1,
        digest="newer",
        document={**quiz.current.document, **changes},
        max_points=quiz.current.max_points,
    )
    quiz.save()
    return quiz.current


def test_an_attempt_pins_the_revision(enrolment: Enrolment, quiz: Quiz) -> None:
    began_with = quiz.current
    attempt, is_new = start_attempt(enrolment=enrolment, quiz=quiz)
    revise(quiz, title="Changed")
    assert is_new
    assert Attempt.objects.get().revision == began_with
    assert Attempt.objects.get().paper.title == "Regularization"
    assert (attempt.number, attempt.max_points) == (1, 6.0)


def test_an_open_attempt_is_continued(enrolment: Enrolment, quiz: Quiz) -> None:
    first, _ = start_attempt(enrolment=enrolment, quiz=quiz)
    again, is_new = start_attempt(enrolment=enrolment, quiz=quiz)
    assert (again, is_new) == (first, False)


def test_an_open_attempt_of_an_older_revision_is_continued(
    enrolment: Enrolment, quiz: Quiz
) -> None:
    first, _ = start_attempt(enrolment=enrolment, quiz=quiz)
    revise(quiz, title="Changed")
    again, _ = start_attempt(enrolment=enrolment, quiz=quiz)
    assert again == first
    assert again.paper.title == "Regularization"


def test_seeds_differ(enrolment: Enrolment, quiz: Quiz) -> None:
    for _ in range(2):
        attempt, _ = start_attempt(enrolment=enrolment, quiz=quiz)
        finish_attempt(attempt=attempt)
    assert len(set(Attempt.objects.values_list("seed", flat=True))) == 2


def test_there_are_as_many_attempts_as_the_quiz_allows(enrolment: Enrolment, quiz: Quiz) -> None:
    for number in (1, 2, 3):
        attempt, _ = start_attempt(enrolment=enrolment, quiz=quiz)
        assert attempt.number == number
        finish_attempt(attempt=attempt)
    with pytest.raises(NoAttemptsLeft):
        start_attempt(enrolment=enrolment, quiz=quiz)


def test_a_revision_may_allow_more(enrolment: Enrolment, quiz: Quiz) -> None:
    for _ in range(3):
        finish_attempt(attempt=start_attempt(enrolment=enrolment, quiz=quiz)[0])
    revise(quiz, attempts=4)
    assert start_attempt(enrolment=enrolment, quiz=quiz)[0].number == 4


@pytest.mark.django_db(transaction=True)
def test_starts_at_the_same_time_give_the_same_attempt(enrolment: Enrolment, quiz: Quiz) -> None:
    ids = []
    gate = threading.Barrier(4)

    def start() -> None:
        gate.wait()
        try:
            ids.append(start_attempt(enrolment=enrolment, quiz=quiz)[0].pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids) == 4
    assert len(set(ids)) == 1
    assert Attempt.objects.count() == 1
