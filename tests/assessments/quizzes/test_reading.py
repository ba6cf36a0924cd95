"""Reading answers: what is stored, what is refused, and how a number is understood."""

from __future__ import annotations

import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from assessments.courses.questions import (
    MultipleChoice,
    Question,
    Reading,
    SingleChoice,
    Unreadable,
    WrongShape,
)
from assessments.courses.questions.quantities import Notation, Quantity, read_quantity
from assessments.quizzes.reading import how_read, read_answer, show_answer

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


@given(QUESTIONS, st.integers(0, 2**53), ANY_JSON)
def test_any_json_is_stored_or_refused_and_what_is_stored_comes_back(
    question: Question, seed: int, sent: JsonValue
) -> None:
    quiz = quiz_of(question)
    with contextlib.suppress(WrongShape):
        stored = read_answer(quiz, question, seed, sent)
        again = read_answer(quiz, question, seed, show_answer(quiz, question, seed, stored))
        assert again == stored


@given(SINGLE_CHOICES | MULTIPLE_CHOICES, st.integers(0, 2**53))
def test_every_choice_is_shown_once(question: SingleChoice | MultipleChoice, seed: int) -> None:
    order = choice_order(quiz_of(question), question, seed)
    assert sorted(order) == list(range(len(question.choices)))


def test_the_order_of_a_seed_never_changes() -> None:
    question = single_choice(6, correct=0)
    assert choice_order(quiz_of(question), question, 1) == [5, 4, 0, 3, 2, 1]
    assert choice_order(quiz_of(question), question, 2) != [5, 4, 0, 3, 2, 1]


def test_without_shuffling_the_order_is_the_files() -> None:
    question = single_choice(4, correct=0)
    assert choice_order(quiz_of(question, shuffle=False), question, 1) == [0, 1, 2, 3]


def test_a_letter_names_a_choice_by_its_place_on_the_page() -> None:
    question = single_choice(6, correct=0)
    order = choice_order(quiz_of(question), question, 1)
    assert read_answer(quiz_of(question), question, 1, "c") == order[2]


def test_letters_are_stored_sorted_and_once() -> None:
    question = multiple_choice([True, False, True])
    quiz = quiz_of(question, shuffle=False)
    assert read_answer(quiz, question, 1, ["c", "a", "c"]) == [0, 2]
    assert read_answer(quiz, question, 1, []) is None


@pytest.mark.parametrize(
    ("question", "sent"),
    [
        (single_choice(3, correct=0), "d"),
        (single_choice(3, correct=0), 0),
        (single_choice(3, correct=0), ["a"]),
        (single_choice(3, correct=0), ""),
        (single_choice(3, correct=0), "ab"),
        (multiple_choice([True, False]), "a"),
        (multiple_choice([True, False]), [["a"]]),
        (multiple_choice([True, False]), {"a": True}),
        (true_false(True), "true"),
        (true_false(True), 1),
        (numeric(1, absolute=1), True),
        (numeric(1, absolute=1), [1]),
        (numeric(1, absolute=1), "1" * 201),
        (numeric(1, absolute=1), "1\x002"),
        (numeric(1, absolute=1), "\ud800"),
    ],
)
def test_another_shape_is_refused(question: Question, sent: JsonValue) -> None:
    with pytest.raises(WrongShape):
        read_answer(quiz_of(question), question, 1, sent)


def test_a_number_is_stored_as_it_was_typed() -> None:
    question = numeric(1, absolute=1)
    assert read_answer(quiz_of(question), question, 1, " 1e-3 ") == "1e-3"
    assert read_answer(quiz_of(question), question, 1, 0.25) == "0.25"
    assert read_answer(quiz_of(question), question, 1, "  ") is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.25", 0.25),
        (".25", 0.25),
        ("3.", 3),
        ("1e-3", 0.001),
        ("+2E2", 200),
        ("-7", -7),
        ("−7", -7),
        (" 12 ", 12),
        ("1e-999", 0),
        ("12 px", 12),
        ("12px", 12),
    ],
)
def test_plain_numbers_are_read(text: str, value: float) -> None:
    read = read_quantity(text, Notation(unit="px"))
    assert isinstance(read, Quantity)
    assert read.value == value


@pytest.mark.parametrize(
    ("text", "help_"),
    [
        ("0,25", "comma"),
        ("1,000.5", "comma"),
        ("1/4", "fraction"),
        ("12 000", "gap"),
        ("12_000", "gap"),
        ("nan", "cannot be read"),
        ("inf", "cannot be read"),
        ("0x10", "cannot be read"),
        ("1e999", "too large"),
        ("٣", "cannot be read"),
        ("px", "cannot be read"),
    ],
)
def test_anything_else_is_explained(text: str, help_: str) -> None:
    read = read_quantity(text, Notation(unit="px", expressions=False))
    assert isinstance(read, Unreadable)
    assert help_ in read.help
    assert text in read.help


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_python_writes_is_read_back(value: float) -> None:
    read = read_quantity(repr(value), Notation())
    assert isinstance(read, Unreadable) or read.value == value
    assert isinstance(read, Quantity) or abs(value) > 1e300


@given(st.text(max_size=200), st.none() | st.text(min_size=1, max_size=5))
def test_any_text_is_a_number_or_explained(text: str, unit: str | None) -> None:
    read = read_quantity(text, Notation(unit=unit))
    assert isinstance(read, Unreadable) or math.isfinite(read.value)


def test_how_a_number_was_read_is_told() -> None:
    question = numeric(1, absolute=1)
    assert how_read(question, "2.50e1") == Reading(understood="25")
    assert "comma" in how_read(question, "2,5").problem
    assert how_read(question, None) == Reading()
    assert how_read(true_false(True), True) == Reading()
