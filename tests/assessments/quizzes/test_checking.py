"""Answers checked before the end: tries, penalties, what stands, and what costs nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from assessments.accounts.models import User
from assessments.courses.questions import Policy
from assessments.courses.questions.policy import Mastery
from assessments.quizzes.answering import AnswerStands, AttemptFinished, save_response
from assessments.quizzes.checking import CannotBeChecked, Checked, check_response
from assessments.quizzes.finishing import finish_attempt
from assessments.quizzes.models import Attempt, Try
from assessments.quizzes.paper import checked_answer
from assessments.quizzes.reviewing import reviewed_questions

ClientOf = Callable[[User | None], Client]
NUMBER = "shrink-factor"


def under(attempt: Attempt, **policy: Any) -> Attempt:
    """The attempt, as if it had begun under that policy."""
    attempt.policy = Policy(**policy).model_dump(mode="json")
    attempt.save(update_fields=["policy"])
    return Attempt.objects.select_related("enrolment", "quiz", "revision").get(pk=attempt.pk)


def give(attempt: Attempt, answer: Any, question: str = NUMBER) -> Checked:
    """Saves an answer and checks it."""
    newest = attempt.responses.filter(question=question).first()
    sequence = 1 + (newest.sequence if newest else 0)
    save_response(attempt=attempt, question=question, sent=answer, sequence=sequence)
    return check_response(attempt=attempt, question=question)


def points(attempt: Attempt, question: str = NUMBER) -> float | None:
    """What the question has earned."""
    return attempt.responses.get(question=question).points


def test_a_quiz_that_says_everything_at_the_end_checks_nothing(attempt: Attempt) -> None:
    with pytest.raises(CannotBeChecked):
        give(attempt, "0.9")


def test_an_answer_that_was_checked_at_once_stands(attempt: Attempt) -> None:
    attempt = under(attempt, feedback="immediate")
    assert give(attempt, "0.95").is_settled
    with pytest.raises(AnswerStands):
        save_response(attempt=attempt, question=NUMBER, sent="0.9", sequence=9)
    with pytest.raises(AnswerStands):
        check_response(attempt=attempt, question=NUMBER)
    finish_attempt(attempt=attempt)
    attempt.refresh_from_db()
    assert attempt.points == 0


def test_each_try_takes_its_part_of_what_is_still_gained(attempt: Attempt) -> None:
    attempt = under(attempt, feedback="adaptive", penalty=50)
    assert not give(attempt, "0.95").is_settled
    assert points(attempt) == 0
    assert give(attempt, "0.9").is_settled
    assert points(attempt) == 1
    finish_attempt(attempt=attempt)
    attempt.refresh_from_db()
    assert attempt.points == 1


def test_tries_come_to_an_end(attempt: Attempt) -> None:
    attempt = under(attempt, feedback="adaptive", tries=2)
    assert not give(attempt, "1").is_settled
    assert give(attempt, "2").is_settled
    with pytest.raises(AnswerStands):
        save_response(attempt=attempt, question=NUMBER, sent="0.9", sequence=9)


@pytest.mark.parametrize("answer", ["0,9", None])
def test_what_cannot_be_read_or_is_not_there_costs_no_try(attempt: Attempt, answer: Any) -> None:
    attempt = under(attempt, feedback="adaptive")
    with pytest.raises(CannotBeChecked):
        give(attempt, answer)
    assert not Try.objects.exists()


def test_the_same_answer_twice_is_one_try(attempt: Attempt) -> None:
    attempt = under(attempt, feedback="adaptive")
    give(attempt, "1")
    with pytest.raises(CannotBeChecked, match="checked already"):
        check_response(attempt=attempt, question=NUMBER)
    assert Try.objects.count() == 1


def test_what_stands_unchecked_at_the_end_is_one_more_try(attempt: Attempt) -> None:
    attempt = under(attempt, feedback="adaptive", penalty=50)
    give(attempt, "1")
    save_response(attempt=attempt, question=NUMBER, sent="0.9", sequence=9)
    save_response(attempt=attempt, question="what-it-pulls", sent="a", sequence=10)
    finish_attempt(attempt=attempt)
    attempt.refresh_from_db()
    assert attempt.points == 1 + 1


def test_taking_an_answer_back_takes_nothing_that_was_earned(attempt: Attempt) -> None:
    attempt = under(attempt, feedback="adaptive")
    give(attempt, ["a"], "which-regularize")
    save_response(attempt=attempt, question="which-regularize", sent=["c"], sequence=9)
    finish_attempt(attempt=attempt)
    attempt.refresh_from_db()
    assert attempt.points == 1


def test_what_is_right_is_told_only_once_the_answer_stands(attempt: Attempt) -> None:
    attempt = under(attempt, feedback="adaptive", tries=2)
    give(attempt, "0.95")
    shown = checked_answer(attempt, NUMBER)
    assert shown is not None
    assert "factor 2" in shown.feedback_html
    assert (shown.explanation_html, shown.tries_left) == ("", 1)
    give(attempt, "1")
    shown = checked_answer(attempt, NUMBER)
    assert shown is not None
    assert "0.9" in shown.explanation_html


def test_mastery_asks_again_until_enough_in_a_row_were_right(attempt: Attempt) -> None:
    attempt = under(attempt, feedback="immediate", mastery=Mastery(in_a_row=2, most=9))
    for answer, earned in (("0.9", 1), ("1", 1), ("0.9", 1)):
        checked = give(attempt, answer)
        assert (checked.is_new_variant, points(attempt)) == (True, earned)
        assert attempt.responses.get(question=NUMBER).answer is None
    assert give(attempt, "0.9").is_settled
    finish_attempt(attempt=attempt)
    attempt.refresh_from_db()
    assert attempt.points == 2


def test_a_mastery_that_was_left_early_keeps_its_longest_run(attempt: Attempt) -> None:
    attempt = under(attempt, feedback="immediate", mastery=Mastery(in_a_row=2, most=9))
    give(attempt, "0.9")
    give(attempt, "1")
    finish_attempt(attempt=attempt)
    attempt.refresh_from_db()
    assert attempt.points == 1
    [reviewed] = [each for each in reviewed_questions(attempt) if each.id == NUMBER]
    assert (reviewed.given, reviewed.points) == ("1", 1)


def test_certainty_counts_and_the_whole_never_costs(attempt: Attempt, learner: User,
                                                    client_of: ClientOf) -> None:  # fmt: skip
    attempt = under(attempt, certainty=True)
    client = client_of(learner)
    for place, (question, answer, certainty) in enumerate(
        [("shrink-factor", "0.9", 3), ("what-it-pulls", "a", 2), ("active-in-evaluation", True, 3)]
    ):
        saved = client.put(
            f"/api/v1/attempts/{attempt.pk}/responses/{question}/",
            {"answer": answer, "sequence": place + 1, "certainty": certainty},
            content_type="application/json",
        )
        assert saved.json()["certainty"] == certainty
    finish_attempt(attempt=attempt)
    attempt.refresh_from_db()
    assert attempt.points == pytest.approx(2 + 2 / 3 - 2)
    marks = dict(attempt.responses.values_list("question", "points"))
    assert marks["active-in-evaluation"] == -2


def test_a_finished_attempt_checks_nothing(attempt: Attempt) -> None:
    attempt = under(attempt, feedback="adaptive")
    save_response(attempt=attempt, question=NUMBER, sent="0.9", sequence=1)
    finish_attempt(attempt=attempt)
    with pytest.raises(AttemptFinished):
        check_response(attempt=attempt, question=NUMBER)


def test_programs_check_and_pages_without_scripts_too(
    attempt: Attempt, client_of: ClientOf, learner: User, classmate: User, instructor: User
) -> None:
    attempt = under(attempt, feedback="adaptive", penalty=50)
    address = f"/api/v1/attempts/{attempt.pk}/responses/{NUMBER}/check/"
    client = client_of(learner)
    assert client.post(address).status_code == 409
    save_response(attempt=attempt, question=NUMBER, sent="0.95", sequence=1)
    told = client.post(address).json()
    assert (told["verdict"], told["tries"], told["is_settled"]) == ("wrong", 1, False)
    assert client_of(classmate).post(address).status_code == 404
    assert client_of(instructor).post(address).status_code == 403
    page = client.post(
        f"/attempts/{attempt.pk}/responses/{NUMBER}/check/",
        {"shown": [NUMBER], f"answer-{NUMBER}": "0.9"},
        follow=True,
    )
    assert "1 of 2 points so far, after 2 tries." in page.content.decode()
