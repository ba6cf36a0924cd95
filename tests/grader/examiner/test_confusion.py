"""A sample of the confusion matrix over generated programs: fixed seeds, small data sets."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.datasets import NAMES
from grader.observing import Examination

from .generator.mistakes import MISTAKES
from .generator.programs import Program, correct_program, planted_program
from .matrix import Judged, Matrix, interval
from .truth import TECHNIQUES, Truth, truth_of

Examined = Callable[..., Examination]
SMALL = ("iris", "wine")
SEEDS = range(7000, 7012)
RIGHT = Truth(True, True, True, True, True, (), (), "iris")


def judged(program: Program, examined: Examined, seed: int = 0) -> Judged:
    examination = examined(program.source, program.truth.data, seed=seed)
    assert examination.findings is not None, (examination.failure, program.source)
    return Judged.by(program.name, program.truth, examination.findings)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_correct_program_of_the_sample_is_accused(seed: int, examined: Examined) -> None:
    one = judged(correct_program(seed, SMALL[seed % len(SMALL)]), examined)
    assert (one.extra, one.denied) == ([], []), correct_program(seed, SMALL[seed % 2]).source


@pytest.mark.parametrize("code", ["best_alias", "patience_off_by_one", "train_on_val"])
def test_a_planted_mistake_of_the_sample_is_named(code: str, examined: Examined) -> None:
    program = planted_program(7100, "iris", code)
    assert program is not None
    assert judged(program, examined).missed == []


@settings(max_examples=40)
@given(st.integers(0, 1 << 30), st.sampled_from(sorted(NAMES)))
def test_every_generated_program_is_python_and_says_what_is_true(seed: int, data: str) -> None:
    program = correct_program(seed, data)
    compile(program.source, program.name, "exec")
    assert truth_of(program.truth.header() + program.source) == program.truth
    assert program.source == correct_program(seed, data).source


@pytest.mark.parametrize("code", sorted(MISTAKES))
@settings(max_examples=4)
@given(seed=st.integers(0, 1 << 30))
def test_a_mistake_changes_the_program_and_nothing_but_its_code_is_true(
    code: str, seed: int
) -> None:
    programs = [planted_program(seed, data, code) for data in sorted(NAMES)]
    made = [program for program in programs if program is not None]
    assert made
    for program in made:
        compile(program.source, program.name, "exec")
        assert program.truth.bugs == (code,)


def test_an_interval_is_that_of_clopper_and_pearson() -> None:
    assert interval(0, 0) == (0.0, 1.0)
    low, high = interval(0, 1000)
    assert (low, round(high, 6)) == (0.0, 0.003682)
    low, high = interval(97, 100)
    assert (round(low, 4), round(high, 4)) == (0.9148, 0.9938)


def test_the_matrix_counts_accusations_denials_and_what_was_missed() -> None:
    verdicts: dict[str, bool | None] = dict.fromkeys(TECHNIQUES, True)
    wrong = RIGHT.but(bugs=("best_alias",), best_restored=False)
    matrix = Matrix(
        [
            Judged("fine", RIGHT, verdicts, {"tampering": False}),
            Judged("accused", RIGHT, {**verdicts, "l1": False}, {"dead_relu": True}),
            Judged("missed", wrong, {**verdicts, "best_restored": None}, {}),
        ]
    )
    text = "\n".join(matrix.lines())
    assert [one.name for one in matrix.judged if one.accused] == ["accused"]
    assert "accused: denied l1; untrue dead_relu" in text
    assert "missed: missed best_alias" in text
    assert "fine:" not in text
