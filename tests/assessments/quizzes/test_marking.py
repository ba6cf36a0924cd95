"""Marking: what an answer is worth, for any question and any answer whatever."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from assessments.courses.questions import MultipleChoice, Question, SingleChoice
from assessments.courses.questions.arrangement import letter_of
from assessments.quizzes.marking import mark
from assessments.quizzes.reading import read_answer, show_answer

from .papers import (
    ANY_JSON,
    MULTIPLE_CHOICES,
    QUESTIONS,
    SINGLE_CHOICES,
    choice_order,
    multiple_choice,
    numeric,
    quiz_of,
    single_choice,
    true_false,
)

SEEDS = st.integers(0, 2**53)


@given(QUESTIONS, ANY_JSON)
def test_any_json_is_marked_within_bounds_and_never_raises(
    question: Question, answer: JsonValue
) -> None:
    marked = mark(question, answer)
    assert 0 <= marked.points <= marked.max_points == question.points


@given(QUESTIONS)
def test_the_right_answer_gets_everything(question: Question) -> None:
    marked = mark(question, question.right_answer())
    assert (marked.points, marked.verdict) == (question.points, "right")


@given(QUESTIONS, st.sampled_from([None, [], "", "  "]))
def test_no_answer_gets_nothing(question: Question, nothing: JsonValue) -> None:
    marked = mark(question, nothing)
    assert (marked.points, marked.verdict) == (0, "unanswered")


@given(MULTIPLE_CHOICES)
def test_ticking_everything_gains_nothing(question: MultipleChoice) -> None:
    if question.scoring in {"every_decision", "coverage"}:
        return
    assert mark(question, list(range(len(question.choices)))).points == 0


@given(MULTIPLE_CHOICES, st.data())
def test_one_more_right_tick_never_costs_and_one_more_wrong_tick_never_gains(
    question: MultipleChoice, data: st.DataObject
) -> None:
    places = st.integers(0, len(question.choices) - 1)
    ticked = data.draw(st.sets(places))
    extra = data.draw(places)
    if question.scoring == "all_or_nothing" or not ticked:
        return
    before = mark(question, sorted(ticked)).points
    after = mark(question, sorted(ticked | {extra})).points
    if question.choices[extra].correct:
        assert after >= before
    else:
        assert after <= before


@given(SINGLE_CHOICES | MULTIPLE_CHOICES, SEEDS, SEEDS, st.data())
def test_the_same_choices_earn_the_same_under_every_order(
    question: SingleChoice | MultipleChoice, one: int, other: int, data: st.DataObject
) -> None:
    quiz = quiz_of(question)
    count = 1 if isinstance(question, SingleChoice) else len(question.choices)
    ticked = data.draw(st.sets(st.integers(0, len(question.choices) - 1), max_size=count))
    points = set()
    for seed in (one, other):
        order = choice_order(quiz, question, seed)
        letters: list[JsonValue] = [letter_of(order, place) for place in ticked]
        sent = letters if isinstance(question, MultipleChoice) else next(iter(letters), None)
        stored = read_answer(quiz, question, seed, sent)
        assert (
            read_answer(quiz, question, seed, show_answer(quiz, question, seed, stored)) == stored
        )
        points.add(mark(question, stored).points)
    assert len(points) == 1


@pytest.mark.parametrize(
    ("answer", "points"),
    [([0, 1], 4.0), ([0], 2.0), ([0, 2], 1.0), ([0, 1, 2], 3.0), ([2], 0.0), ([2, 3], 0.0)],
)
def test_per_choice_gives_the_share_of_right_ticks_less_the_share_of_wrong_ones(
    answer: JsonValue, points: float
) -> None:
    question = multiple_choice([True, True, False, False, False, False], points=4)
    assert mark(question, answer).points == pytest.approx(points)


def test_all_or_nothing_gives_nothing_for_a_part() -> None:
    question = multiple_choice([True, True, False], "all_or_nothing", points=4)
    assert mark(question, [0]).verdict == "wrong"
    assert mark(question, [0]).points == 0


def test_a_wrong_single_choice_earns_nothing_and_is_named() -> None:
    marked = mark(single_choice(3, correct=1), 2)
    assert (marked.points, marked.verdict, marked.chosen) == (0, "wrong", {2})


@pytest.mark.parametrize("answer", [True, 1.0, "1", [1], -1, 99, {"a": 1}])
def test_what_is_no_place_of_a_choice_is_no_answer(answer: JsonValue) -> None:
    assert mark(single_choice(3, correct=1), answer).verdict == "unanswered"


def test_a_statement_has_feedback_on_what_was_said() -> None:
    assert mark(true_false(True), True).feedback == "said true"
    assert mark(true_false(True), False).feedback == "said false"


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [("0.25", "right"), (".26", "right"), ("0.2601", "wrong"), ("2.4e-1", "right")],
)
def test_an_absolute_tolerance_includes_its_bound(answer: str, verdict: str) -> None:
    assert mark(numeric(0.25, absolute=0.01), answer).verdict == verdict


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [("-202", "right"), ("-198", "right"), ("-203", "wrong"), ("202", "wrong")],
)
def test_a_relative_tolerance_is_a_share_of_the_answer(answer: str, verdict: str) -> None:
    assert mark(numeric(-200, relative=0.01), answer).verdict == verdict


def test_an_expected_mistake_gets_its_own_feedback() -> None:
    question = numeric(650, absolute=0.5, mistakes={640: "The biases are missing.", 641: "Near."})
    assert mark(question, "640").feedback == "The biases are missing."
    assert mark(question, "641.1").feedback == "Near."
    assert mark(question, "7").feedback == ""


def test_a_text_that_is_no_number_is_unreadable_and_not_wrong() -> None:
    marked = mark(numeric(1, absolute=0.1), "one")
    assert (marked.points, marked.verdict) == (0, "unreadable")
