"""Saving an answer: stored before it is acknowledged, the newest one wins, nothing else is lost."""

from __future__ import annotations

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from pydantic import JsonValue

from assessments.courses.questions import WrongShape
from assessments.quizzes.answering import (
    AnswerTooLarge,
    AttemptFinished,
    NoSuchQuestion,
    Save,
    Saved,
    save_response,
    save_sheet,
)
from assessments.quizzes.finishing import finish_attempt
from assessments.quizzes.models import Attempt, Response

NUMBER = "shrink-factor"


def save(attempt: Attempt, answer: JsonValue, sequence: int, question: str = NUMBER) -> Saved:
    """One save."""
    return save_response(attempt=attempt, question=question, sent=answer, sequence=sequence)


def stored(question: str = NUMBER) -> JsonValue:
    """What the database has."""
    return Response.objects.get(question=question).answer


def test_what_is_acknowledged_is_stored(attempt: Attempt) -> None:
    saved = save(attempt, "0.5", 1)
    assert (saved.is_newest, saved.answer, saved.sequence) == (True, "0.5", 1)
    assert stored() == "0.5"


def test_a_later_save_replaces_an_earlier_one(attempt: Attempt) -> None:
    first = save(attempt, "0.5", 1)
    second = save(attempt, "0.6", 2)
    assert stored() == "0.6"
    assert second.saved_at - first.saved_at >= timedelta(0)


def test_the_same_save_may_arrive_twice(attempt: Attempt) -> None:
    save(attempt, "0.5", 1)
    assert save(attempt, "0.5", 1).is_newest
    assert Response.objects.count() == 1


def test_the_same_id_with_another_answer_is_another_save(attempt: Attempt) -> None:
    name = uuid.uuid4()
    for answer, sequence, is_newest in (("0.5", 4, True), ("0.6", 3, False), ("0.6", 5, True)):
        told = save_response(
            attempt=attempt, question=NUMBER, sent=answer, save=Save(sequence=sequence, id=name)
        )
        assert told.is_newest is is_newest
    assert stored() == "0.6"


def test_an_older_save_that_arrives_late_changes_nothing(attempt: Attempt) -> None:
    save(attempt, "0.6", 2)
    late = save(attempt, "0.5", 1)
    assert (late.is_newest, late.answer, late.sequence) == (False, "0.6", 2)
    assert stored() == "0.6"


def test_another_answer_with_the_same_number_is_not_newer(attempt: Attempt) -> None:
    save(attempt, "0.6", 2)
    assert not save(attempt, "0.7", 2).is_newest
    assert stored() == "0.6"


def test_an_answer_can_be_taken_back(attempt: Attempt) -> None:
    save(attempt, "0.6", 1)
    save(attempt, None, 2)
    assert stored() is None


def test_questions_do_not_disturb_each_other(attempt: Attempt) -> None:
    save(attempt, "0.6", 7)
    assert save(attempt, "a", 3, "what-it-pulls").is_newest
    assert stored("what-it-pulls") == 0


def test_an_unknown_question_is_refused(attempt: Attempt) -> None:
    with pytest.raises(NoSuchQuestion):
        save(attempt, "a", 1, "no-such")


def test_a_wrong_shape_is_refused_and_loses_nothing(attempt: Attempt) -> None:
    save(attempt, "0.6", 1)
    with pytest.raises(WrongShape):
        save(attempt, ["0.7"], 2)
    assert stored() == "0.6"


def test_too_large_an_answer_is_refused_and_loses_nothing(attempt: Attempt) -> None:
    save(attempt, "0.6", 1)
    with pytest.raises(AnswerTooLarge):
        save(attempt, "1" * 9000, 2)
    assert stored() == "0.6"


def test_an_unreadable_number_is_kept_as_typed(attempt: Attempt) -> None:
    save(attempt, "0,6", 1)
    assert stored() == "0,6"


def test_a_finished_attempt_takes_nothing_more(attempt: Attempt) -> None:
    save(attempt, "0.6", 1)
    finish_attempt(attempt=attempt)
    with pytest.raises(AttemptFinished):
        save(attempt, "0.9", 2)
    with pytest.raises(AttemptFinished):
        save_sheet(attempt=attempt, answers={NUMBER: "0.9"})
    assert stored() == "0.6"


def test_a_sheet_stores_what_can_be_stored_and_names_the_rest(attempt: Attempt) -> None:
    refused = save_sheet(
        attempt=attempt,
        answers={NUMBER: "0.5", "what-it-pulls": "z", "no-such": "a", "active-in-evaluation": "x"},
    )
    assert stored() == "0.5"
    assert set(refused) == {"what-it-pulls", "no-such", "active-in-evaluation"}


def test_a_sheet_is_newer_than_everything_stored_and_than_what_its_page_sent(
    attempt: Attempt,
) -> None:
    save(attempt, "0.5", 4)
    save_sheet(attempt=attempt, answers={NUMBER: "0.6"}, sequence=9)
    assert not save(attempt, "0.55", 8).is_newest
    save_sheet(attempt=attempt, answers={NUMBER: "0.7"})
    assert stored() == "0.7"
    assert Response.objects.get().sequence == 10


@pytest.mark.django_db(transaction=True)
def test_of_saves_at_the_same_time_the_newest_stays(attempt: Attempt) -> None:
    gate = threading.Barrier(4)
    failures = []

    def send(sequence: int) -> None:
        gate.wait()
        try:
            save(attempt, str(sequence), sequence)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(sequence,)) for sequence in (1, 2, 3, 4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert stored() == "4"
