"""Quiz files: what is wrong with one is said with file, line, key and reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessments.courses.questions import QuizFile
from grader.documents import parse_document
from grader.errors import AssignmentError

HEAD = """\
title: A quiz
minutes: 5
questions:
  - id: first
    prompt: What?
    explanation: That.
"""
CHOICES = """\
    kind: single_choice
    choices:
      - {text: One, correct: true}
      - {text: Two}
"""
NUMERIC = """\
    kind: numeric
    answer: 2
    tolerance: {absolute: 0.5}
"""
STATEMENT = """\
    kind: true_false
    answer: true
"""


def read(question: str) -> QuizFile:
    """A quiz of one question."""
    return parse_document(HEAD + question, QuizFile, file=Path("quiz.yaml"))


def refusal(question: str) -> AssignmentError:
    """Why such a quiz is refused."""
    with pytest.raises(AssignmentError) as caught:
        read(question)
    return caught.value


@pytest.mark.parametrize("question", [CHOICES, NUMERIC, STATEMENT])
def test_a_quiz_is_read_and_survives_storing(question: str) -> None:
    quiz = read(question)
    assert QuizFile.model_validate(quiz.model_dump(mode="json")) == quiz


def test_bare_true_and_false_are_keys_of_feedback_too() -> None:
    quiz = read(STATEMENT + "    feedback: {true: Indeed., false: It is so.}\n")
    assert quiz.model_dump()["questions"][0]["feedback"] == {
        "true": "Indeed.",
        "false": "It is so.",
    }


def test_the_points_of_a_quiz_are_those_of_its_questions() -> None:
    assert read(CHOICES + "    points: 2.5\n").max_points == 2.5


@pytest.mark.parametrize(
    ("question", "line", "reason"),
    [
        (CHOICES.replace(", correct: true", ""), None, "exactly one choice"),
        (CHOICES.replace("Two", "Two, correct: true"), None, "the kind is multiple_choice"),
        (CHOICES.replace("Two", "One"), None, "two choices have the same text"),
        (CHOICES.replace("text: Two", "text: ''"), 10, "the text is empty"),
        (CHOICES.replace("text: Two", "text: $\\frac{1$"), 10, ""),
        (CHOICES.replace("single_choice", "guess"), None, "does not match"),
        (CHOICES + "    points: 0\n", 11, "greater than 0"),
        (CHOICES + "    points: much\n", 11, "valid number"),
        (CHOICES + "    colour: red\n", 11, "Extra inputs"),
        (CHOICES + "    lesson: Some lesson\n", 11, "match pattern"),
        (CHOICES.replace("single", "multiple").replace(", correct: true", ""), None, "no choice"),
        (CHOICES.replace("single", "multiple").replace("Two", "2, correct: true"), 10, "string"),
        (
            CHOICES.replace("single", "multiple").replace("Two", "Two, correct: true"),
            None,
            "every choice is correct",
        ),
        (NUMERIC.replace("absolute: 0.5", ""), 9, "either `absolute` or `relative`"),
        (NUMERIC.replace("0.5", "0.5, relative: 0.1"), 9, "not both"),
        (NUMERIC.replace("absolute: 0.5", "absolute: 0"), 9, "greater than 0"),
        (NUMERIC.replace("2", "0").replace("absolute", "relative"), None, "use `absolute`"),
        (NUMERIC.replace("2", ".nan"), 8, "finite"),
        (NUMERIC + "    mistakes: [{value: 2.4, feedback: Near.}]\n", None, "within the tolerance"),
        (
            NUMERIC + "    mistakes: [{value: 3, feedback: A.}, {value: 3, feedback: B.}]\n",
            None,
            "a mistake stands twice",
        ),
        (STATEMENT.replace("true\n", "maybe\n"), 8, "valid boolean"),
        (CHOICES + HEAD[HEAD.index("  - id") :] + NUMERIC, None, "two questions have the id"),
    ],
)
def test_what_is_wrong_is_said(question: str, line: int | None, reason: str) -> None:
    error = refusal(question)
    assert reason in error.reason
    assert error.file == "quiz.yaml"
    assert error.line is not None
    if line is not None:
        assert error.line == line


def test_the_key_is_named() -> None:
    assert "tolerance" in (refusal(NUMERIC.replace("absolute: 0.5", "")).key or "")


def test_a_quiz_needs_a_question() -> None:
    with pytest.raises(AssignmentError, match="at least 1 item"):
        parse_document(
            "title: A quiz\nminutes: 5\nquestions: []\n", QuizFile, file=Path("quiz.yaml")
        )
