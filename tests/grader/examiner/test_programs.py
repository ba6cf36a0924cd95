"""Whole programs, right in unusual ways or wrong in one: nobody is accused falsely, bugs are named.

The first line of each program in `tests/grader/programs` says what is true of it: which techniques
it has (null: not asked), the codes of its mistakes, and codes that may be named as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.codes import CODES
from grader.observing import Examination
from grader.report import Findings, Progress

from .matrix import Judged
from .truth import read_program

Examined = Callable[..., Examination]
PROGRAMS = Path(__file__).parent.parent / "programs"
# Nothing a program does wrong, but what comes of one that cannot be run twice.
_NOT_PLANTED = {"probe_failed"}


def findings_of(name: str, examined: Examined, **options: Any) -> Findings:
    source, truth = read_program(PROGRAMS / f"{name}.py")
    examination = examined(source, truth.data, **options)
    assert examination.failure is None, examination.failure
    assert examination.findings is not None
    return examination.findings


@pytest.mark.parametrize("path", sorted(PROGRAMS.glob("*.py")), ids=lambda path: path.stem)
def test_a_program_is_judged_by_what_it_does(path: Path, examined: Examined) -> None:
    _, truth = read_program(path)
    findings = findings_of(path.stem, examined)
    judged = Judged.by(path.stem, truth, findings)
    assert judged.denied == []
    assert judged.credited == []
    assert judged.extra == [], findings.diagnostics
    assert judged.missed == [], findings.diagnostics
    if truth.l1 or truth.l2:
        assert findings.penalty.value is not False, findings.penalty.evidence


def test_the_corpus_has_every_mistake_in_several_programs() -> None:
    truths = [read_program(path)[1] for path in PROGRAMS.glob("*.py")]
    assert sum(truth.correct for truth in truths) >= 60
    counts = Counter(code for truth in truths for code in truth.bugs)
    assert sum(counts.values()) >= 120
    assert set(counts) == set(CODES) - _NOT_PLANTED
    assert min(counts.values()) >= 2


def test_the_same_program_with_the_same_seed_gets_the_same_findings(examined: Examined) -> None:
    first = findings_of("right_input_dropout", examined, seed=7)
    second = findings_of("right_input_dropout", examined, seed=7)
    assert first.model_dump_json() == second.model_dump_json()


def test_epochs_are_told_while_the_program_trains(examined: Examined) -> None:
    told: list[Progress] = []
    findings = findings_of("right_adam_l2", examined, told=told)
    epochs = [p for p in told if p.stage == "training"]
    assert {p.epoch for p in epochs} == set(range(1, len(findings.curves.train) + 1))
    assert epochs[-1].validation_loss == findings.curves.validation[-1]
    assert {p.max_epochs for p in epochs} == {40}
    stages = [p.stage for p in told]
    assert list(dict.fromkeys(stages)) == ["building", "training", "predicting", "probing"]


def test_curves_mark_the_best_and_the_last_epoch(examined: Examined) -> None:
    curves = findings_of("right_no_reg", examined).curves
    losses = [loss for loss in curves.validation if loss is not None]
    assert curves.best_epoch == losses.index(min(losses)) + 1
    assert curves.stop_epoch == len(curves.train) == len(curves.validation)
    assert curves.source == "observed"
