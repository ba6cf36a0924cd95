"""Finishing an attempt: with what is on the screen, once, and unreadable input costs nothing."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import connection

from assessments.quizzes.answering import (
    AttemptFinished,
    save_response,
)
from assessments.quizzes.finishing import Finish, finish_attempt
from assessments.quizzes.models import Attempt, Response

from .conftest import RIGHT


def test_right_answers_get_all_points(attempt: Attempt) -> None:
    assert finish_attempt(attempt=attempt, answers=RIGHT) == Finish(is_finished=True)
    attempt.refresh_from_db()
    assert (attempt.points, attempt.is_finished) == (6.0, True)
    assert sum(response.points or 0 for response in attempt.responses.all()) == 6.0


def test_no_answers_get_none(attempt: Attempt) -> None:
    finish_attempt(attempt=attempt)
    attempt.refresh_from_db()
    assert attempt.points == 0


def test_saved_answers_count_and_the_screen_is_newer(attempt: Attempt) -> None:
    save_response(attempt=attempt, question="shrink-factor", sent="0.9", sequence=5)
    save_response(attempt=attempt, question="what-it-pulls", sent="b", sequence=6)
    finish_attempt(attempt=attempt, answers={"what-it-pulls": "a"})
    attempt.refresh_from_db()
    assert attempt.points == 3.0


def test_finishing_again_changes_nothing(attempt: Attempt) -> None:
    finish_attempt(attempt=attempt, answers={"what-it-pulls": "b"})
    attempt.refresh_from_db()
    before = (attempt.points, attempt.finished_at)
    assert finish_attempt(attempt=attempt, answers=RIGHT).is_finished
    attempt.refresh_from_db()
    assert (attempt.points, attempt.finished_at) == before
    assert Response.objects.get().answer == 1


def test_an_unreadable_number_leaves_the_attempt_open_and_everything_saved(
    attempt: Attempt,
) -> None:
    finished = finish_attempt(attempt=attempt, answers={**RIGHT, "shrink-factor": "0,9"})
    attempt.refresh_from_db()
    assert not finished.is_finished
    assert "comma" in finished.unreadable["shrink-factor"]
    assert not attempt.is_finished
    assert attempt.responses.count() == 4


def test_an_unreadable_number_may_be_left_as_it_is(attempt: Attempt) -> None:
    answers = {**RIGHT, "shrink-factor": "0,9"}
    assert finish_attempt(attempt=attempt, answers=answers, anyway=True).is_finished
    attempt.refresh_from_db()
    assert attempt.points == 4.0


def test_an_answer_that_cannot_be_stored_leaves_the_attempt_open(attempt: Attempt) -> None:
    finished = finish_attempt(attempt=attempt, answers={**RIGHT, "what-it-pulls": "z"}, anyway=True)
    attempt.refresh_from_db()
    assert set(finished.refused) == {"what-it-pulls"}
    assert not attempt.is_finished
    assert attempt.responses.count() == 3


@pytest.mark.django_db(transaction=True)
def test_an_answer_is_marked_or_refused_but_never_acknowledged_and_ignored(
    attempt: Attempt,
) -> None:
    """Saves race against the end: whatever was acknowledged is what was marked."""
    acknowledged = []
    gate = threading.Barrier(2)

    def save() -> None:
        gate.wait()
        try:
            for sequence in range(1, 30):
                answer = "0.9" if sequence % 2 else "0.1"
                save_response(
                    attempt=attempt, question="shrink-factor", sent=answer, sequence=sequence
                )
                acknowledged.append(answer)
        except AttemptFinished:
            pass
        finally:
            connection.close()

    thread = threading.Thread(target=save)
    thread.start()
    gate.wait()
    while thread.is_alive() and len(acknowledged) < 3:
        time.sleep(0.001)
    finish_attempt(attempt=attempt)
    thread.join()
    attempt.refresh_from_db()
    assert attempt.responses.get().answer == acknowledged[-1]
    assert attempt.points == (2.0 if acknowledged[-1] == "0.9" else 0.0)
