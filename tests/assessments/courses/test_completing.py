"""Quizzes are computed and tested when they are loaded; what fails is refused with its place."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from assessments.courses.bench import BenchFailed
from assessments.courses.completing import complete_quiz
from assessments.courses.errors import ContentError
from assessments.courses.questions import (
    CallResult,
    CellCall,
    CellResult,
    Parameterised,
    QuizFile,
)
from grader.documents import place_in, read_document

HEAD = """\
title: A quiz
minutes: 5
questions:
  - id: first
    prompt: What is {{ a }} plus one?
    explanation: That.
"""
DRAWN = """\
    kind: numeric
    parameters:
      variants: 3
      reference: "def draw(seed): ..."
    answer: "{{ right }}"
    tolerance: {absolute: 0.1}
    mistakes:
      - {value: "{{ a }}", feedback: "You forgot to add to {{ a:.1f }}."}
    tests:
      - {answer: "{{ a }} + 1", points: 1}
"""
PRINTS = """\
    kind: code_reading
    code: print(1 + 1)
"""


class Scripted:
    """A bench that knows what comes out."""

    def __init__(self, *results: CellResult) -> None:
        self._results = list(results)
        self.calls: list[CellCall] = []

    def call(self, call: CellCall) -> CellResult:
        self.calls.append(call)
        if not self._results:
            raise BenchFailed("no wall stands here")
        return self._results.pop(0)


def draws(*values: object) -> CellResult:
    """What the reference gave for each seed."""
    return CellResult(
        calls=tuple(CallResult([seed], value) for seed, value in enumerate(values))  # type: ignore[arg-type]
    )


ZERO = draws(*({"a": a, "right": 0.0} for a in (1, 2, 3)))
GOOD = draws(*({"a": a, "right": {"tensor": a + 1}} for a in (1, 2, 3)))


def complete(tmp_path: Path, text: str, bench: Scripted) -> QuizFile:
    """The quiz of that one question."""
    path = tmp_path / "quiz.yaml"
    path.write_text(HEAD + text)
    return complete_quiz(
        read_document(path, QuizFile), bench, file=path, locate=partial(place_in, path)
    )


def refusal(tmp_path: Path, text: str, bench: Scripted) -> ContentError:
    """Why it is refused."""
    with pytest.raises(ContentError) as caught:
        complete(tmp_path, text, bench)
    assert caught.value.file.endswith("quiz.yaml")
    assert caught.value.line is not None
    return caught.value


def test_a_template_is_drawn_in_as_many_variants_as_it_declares(tmp_path: Path) -> None:
    bench = Scripted(GOOD)
    question = complete(tmp_path, DRAWN, bench).questions[0]
    assert isinstance(question, Parameterised)
    assert question.variants == 3
    assert question.variant(1).prompt == "What is 2 plus one?"
    assert question.variant(1).answer == 3
    assert question.variant(1).mistakes[0].feedback == "You forgot to add to 2.0."
    assert bench.calls[0].function == "draw"


def test_it_survives_storing(tmp_path: Path) -> None:
    quiz = complete(tmp_path, DRAWN, Scripted(GOOD))
    stored = QuizFile.model_validate(quiz.model_dump(mode="json"))
    assert stored == quiz
    assert stored.questions[0].variant(1).prompt == "What is 2 plus one?"


def test_a_draw_of_nothing_or_of_the_same_is_passed_over(tmp_path: Path) -> None:
    one, two, three = ({"a": a, "right": a + 1} for a in (1, 2, 3))
    quiz = complete(tmp_path, DRAWN, Scripted(draws(one, None, one, two, two, three)))
    assert quiz.questions[0].variants == 3


@pytest.mark.parametrize(
    ("text", "result", "reason", "line", "key"),
    [
        (DRAWN, draws({"a": 1, "right": 2}), "draw only 1 different", 10, "parameters.reference"),
        (DRAWN, draws(7), "must return a dictionary", 10, "parameters.reference"),
        (DRAWN, CellResult(error="NameError: x", line=3), "line 3 of the reference", 10, None),
        (DRAWN, CellResult(calls=(CallResult([0], error="ZeroDivisionError"),)), "draw(0)", 10, None),
        (DRAWN.replace("right }}", "wrong }}"), GOOD, "gives no 'wrong'", 4, None),
        (DRAWN.replace("a:.1f", "a:,.x"), GOOD, "no place for a value", 4, None),
        (DRAWN.replace('"{{ a }}", f', '"{{ right }}", f'), GOOD, "lies within", 4, None),
        (DRAWN.replace("points: 1", "points: 0"), GOOD, "earns 1 points and must", 16, "tests.0"),
        (DRAWN.replace("{{ a }} + 1", "{{ a }},5"), GOOD, "cannot be read", 16, "tests.0"),
        (DRAWN.replace("points: 1}", "problem: comma}"), GOOD, "must not be", 16, "tests.0"),
        (DRAWN.replace("points: 1}", "feedback: well}"), GOOD, "no 'well'", 16, "tests.0"),
        (DRAWN.replace("absolute", "relative"), ZERO, "around 0", 4, None),
        (PRINTS, CellResult(output="\n"), "prints nothing", 4, None),
        (PRINTS, CellResult(error="SyntaxError"), "cannot be run", 4, None),
        (PRINTS + "    output: '3'\n", CellResult(output="2\n"), "not what `output` says", 4, None),
        (
            PRINTS + "    mistakes: [{output: '2', feedback: No.}]\n",
            CellResult(output="2\n"),
            "is what the code prints",
            4,
            None,
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(
    tmp_path: Path, text: str, result: CellResult, reason: str, line: int, key: str | None
) -> None:
    error = refusal(tmp_path, text, Scripted(result))
    assert reason in error.reason
    assert error.line == line, str(error)
    if key is not None:
        assert (error.key or "").endswith(key)


def test_what_code_prints_becomes_its_key(tmp_path: Path) -> None:
    question = complete(tmp_path, PRINTS, Scripted(CellResult(output="2 \n\n"))).questions[0]
    assert question.mark("2").points == 1
    assert question.mark("3").points == 0


def test_a_bench_that_fails_is_no_fault_of_the_author(tmp_path: Path) -> None:
    with pytest.raises(BenchFailed):
        complete(tmp_path, PRINTS, Scripted())


def test_nothing_is_asked_of_the_bench_where_nothing_is_computed(tmp_path: Path) -> None:
    bench = Scripted()
    text = "    kind: numeric\n    answer: 2\n    tolerance: {absolute: 0.5}\n"
    complete(tmp_path, text, bench)
    assert not bench.calls
