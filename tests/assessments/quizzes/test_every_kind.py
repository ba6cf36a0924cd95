"""What holds of every kind of question in every variant, whatever is sent to it."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import JsonValue

from assessments.courses.catalog import ModuleContent
from assessments.courses.questions import Concrete, FixTheBug, QuizFile, WrongShape, as_written
from assessments.courses.questions.kinds import CONCRETE
from assessments.quizzes.marking import mark
from assessments.quizzes.reading import how_read, read_answer, show_answer

from .papers import ANY_JSON

SEEDS = st.integers(0, 2**53)
HOSTILE: list[JsonValue] = [
    "9**9**9",
    "9^9^9^9",
    "(" * 100 + ")" * 100,
    "(" * 200,
    "-" * 200,
    "1" * 200,
    "1e400",
    "٣",
    "−3",
    "0,25",
    "1.234,5",
    "\u200f0.25\u200e",
    "\ufeff0.25",
    "nan",
    "inf",
    "-inf",
    "0x10",
    "1/0",
    "log(0)",
    "0^-1",
    "(-8)^(1/3)",
    "max()",
    "sqrt",
    "__import__('os').system('id')",
    "().__class__",
    "lambda: 0",
    "a" * 200,
    "(N, 3, H/0)",
    "(1e300, 2)",
    "(-1, 2)",
    "((((1))))",
    "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14",
    "x" * 199 + "!",
    "<script>alert(1)</script>",
    "'; DROP TABLE quizzes; --",
    "def mean(values):\n    return [values] * 10**9\n",
    "def mean(values):\n" + "  if 1:\n" * 90,
    "\n".join(["x = " + "(" * 150]),
    10**400,
    float("nan"),
    float("inf"),
    -0.0,
    True,
    {},
    [],
    [[[[[]]]]],
    {"x": "1e400", "y": "nan"},
    {"x": [], "y": {}},
    {"1": "z", "2": None},
    {"a": 1, "b": 10**400},
    {"keep": "9**9**9", "mode": "a", "name": "\u202e"},
    {"curve": ["a"]},
    {"curve": "c"},
    {"": ""},
    ["a"] * 1000,
    "1" * 1_000_000,
    "(" * 1_000_000,
    {"x": "1" * 1_000_000},
]


@pytest.fixture(scope="session")
def quiz(content: tuple[ModuleContent, ...]) -> QuizFile:
    """One of each."""
    return next(each for each in content if each.slug == "every-kind").quizzes[0].file


@pytest.fixture(scope="session")
def questions(quiz: QuizFile) -> list[Concrete]:
    """Every question in every variant."""
    return [
        question.variant(number)
        for question in quiz.questions
        for number in range(question.variants)
    ]


def test_there_is_one_of_every_kind(questions: list[Concrete]) -> None:
    kinds = {each["const"] for each in _constants(CONCRETE.json_schema())}
    assert {question.kind for question in questions} == kinds


@given(data=st.data(), seed=SEEDS)
@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
def test_any_json_is_refused_or_stored_and_marked_within_bounds(
    quiz: QuizFile, questions: list[Concrete], data: st.DataObject, seed: int
) -> None:
    question = data.draw(st.sampled_from(questions))
    sent = data.draw(ANY_JSON | st.sampled_from(HOSTILE))
    _bear(quiz, question, seed, sent)


def test_what_is_hostile_is_borne_by_every_kind(quiz: QuizFile, questions: list[Concrete]) -> None:
    for question in questions:
        for sent in HOSTILE:
            _bear(quiz, question, 1, sent)


@given(data=st.data())
@settings(max_examples=300)
def test_any_stored_answer_is_marked_within_bounds(
    questions: list[Concrete], data: st.DataObject
) -> None:
    question = data.draw(st.sampled_from(questions))
    stored, evidence = data.draw(ANY_JSON), data.draw(ANY_JSON)
    marked = mark(question, stored)
    assert 0 <= marked.points <= marked.max_points == question.points
    judged = question.mark(stored, evidence)
    assert 0 <= judged.points <= judged.max_points == question.points
    how_read(question, stored)
    question.show(stored, as_written(question.id))
    question.in_words(stored)


@given(data=st.data(), seed=SEEDS)
def test_the_right_answer_gets_everything_under_every_seed(
    quiz: QuizFile, questions: list[Concrete], data: st.DataObject, seed: int
) -> None:
    question = data.draw(st.sampled_from([each for each in questions if each.awaits == "nobody"]))
    shown = show_answer(quiz, question, seed, question.right_answer())
    stored = read_answer(quiz, question, seed, shown)
    assert mark(question, stored).points == question.points
    assert not how_read(question, stored).problem


@given(data=st.data())
def test_what_is_shown_as_understood_is_understood_the_same(
    questions: list[Concrete], data: st.DataObject
) -> None:
    typed = [each for each in questions if each.kind in {"formula", "tensor_shape"}]
    question = data.draw(st.sampled_from(typed))
    text = data.draw(st.text("0123456789().,+-*/^ sNHWx", max_size=30))
    reading = how_read(question, text)
    if reading.problem or not reading.understood:
        return
    understood = reading.understood.partition("), ")[0]
    shape = f"{understood})" if question.kind == "tensor_shape" else reading.understood
    again = how_read(question, shape)
    assert again.understood == reading.understood
    assert mark(question, shape).points == mark(question, text).points


def _bear(quiz: QuizFile, question: Concrete, seed: int, sent: JsonValue) -> None:
    with contextlib.suppress(WrongShape):
        stored = read_answer(quiz, question, seed, sent)
        json.dumps(stored, allow_nan=False)
        reading = how_read(question, stored)
        assert not (reading.problem and reading.understood)
        marked = mark(question, stored)
        assert 0 <= marked.points <= marked.max_points == question.points
        if reading.problem:
            assert marked.points < question.points
        shown = show_answer(quiz, question, seed, stored)
        assert read_answer(quiz, question, seed, shown) == stored


def _constants(schema: object) -> list[dict[str, str]]:
    if isinstance(schema, dict):
        kind = schema.get("properties", {}).get("kind")
        here = (
            [kind]
            if isinstance(kind, dict) and "const" in kind and "prompt" in schema["properties"]
            else []
        )
        return here + [each for value in schema.values() for each in _constants(value)]
    if isinstance(schema, list):
        return [each for value in schema for each in _constants(value)]
    return []


def test_evidence_on_other_cases_is_none_on_these(questions: list[Concrete]) -> None:
    bug = next(each for each in questions if each.kind == "fix_the_bug")
    assert isinstance(bug, FixTheBug)
    values: list[JsonValue] = [{"value": case.value, "error": ""} for case in bug.cases]
    code = "def mean(values): return sum(values) / len(values)"
    assert bug.mark(code, {"calls": "others", "results": values}).verdict == "being_checked"
    other = bug.model_copy(update={"cases": bug.cases[:1]})
    evidence = {"calls": bug._calls, "results": values}
    assert bug.mark(code, evidence).verdict == "right"
    assert other.mark(code, evidence).is_waiting


def test_marks_by_another_rubric_are_none_by_this_one(questions: list[Concrete]) -> None:
    essay = next(each for each in questions if each.kind == "essay")
    assert essay.mark("A text.", {"idea": 3, "example": 1}).verdict == "right"
    assert essay.mark("A text.", {"idea": 3}).verdict == "to_be_marked"


def test_an_unanswered_question_of_several_fields_still_says_what_is_right(
    questions: list[Concrete],
) -> None:
    for kind in ("matching", "cloze", "ordering", "checklist"):
        marked = next(each for each in questions if each.kind == kind).mark(None)
        assert marked.verdict == "unanswered"
        assert all(part.right_answer and not part.is_right for part in marked.parts)
        assert marked.parts
