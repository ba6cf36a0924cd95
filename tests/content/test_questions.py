"""The questions of the course: each with tests of its own, and enough of every kind."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from assessments.courses.catalog import read_content
from assessments.courses.questions import Concrete, Parameterised, Question

CONTENT = Path(__file__).parents[2] / "content"
# Kinds in which a number could be drawn.
DRAWABLE = ("numeric", "parameter_count", "tensor_shape", "code_reading")


@pytest.fixture(scope="module")
def questions() -> list[tuple[str, Question]]:
    """Every question by the path of its quiz."""
    return [
        (f"{module.slug}/{quiz.slug}", question)
        for module in read_content(CONTENT)
        for quiz in module.quizzes
        for question in quiz.file.questions
    ]


def test_every_question_is_tried_with_a_right_and_a_wrong_answer(
    questions: list[tuple[str, Question]],
) -> None:
    for quiz, question in questions:
        first: Concrete = question.variant(0)
        points = {test.points for test in first.tests if test.points is not None}
        if first.awaits == "person":
            assert first.tests, f"{quiz}: {question.id}"
        else:
            assert max(points, default=0) == first.points, f"{quiz}: {question.id}"
            assert min(points) < first.points, f"{quiz}: {question.id}"


def test_every_question_explains_and_every_wrong_choice_says_why(
    questions: list[tuple[str, Question]],
) -> None:
    for quiz, question in questions:
        first = question.variant(0)
        for choice in getattr(first, "choices", []):
            assert choice.feedback, f"{quiz}: {question.id}: {choice.text}"
        if hasattr(first, "mistakes"):
            assert first.mistakes, f"{quiz}: {question.id}"


def test_the_course_has_three_of_every_kind(questions: list[tuple[str, Question]]) -> None:
    counts = Counter(question.kind for _, question in questions)
    assert len(counts) == 16
    assert min(counts.values()) >= 3, counts


def test_half_of_what_can_be_drawn_is_drawn(questions: list[tuple[str, Question]]) -> None:
    for kind in DRAWABLE:
        found = [question for _, question in questions if question.kind == kind]
        drawn = sum(isinstance(question, Parameterised) for question in found)
        assert 2 * drawn >= len(found), kind
