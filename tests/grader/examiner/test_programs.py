"""Whole programs, right in unusual ways or wrong in one: nobody is accused falsely, bugs are named.

The first line of each program in `tests/grader/programs` says what is true of it: which techniques
it has (null: not asked), the codes of its mistakes, and codes that may be named as well.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.observing import Examination
from grader.report import Findings, Progress

Examined = Callable[..., Examination]
PROGRAMS = Path(__file__).parent.parent / "programs"
TECHNIQUES = ("l1", "l2", "dropout", "early_stopping", "best_restored")


def truth_of(path: Path) -> dict[str, Any]:
    with path.open() as file:
        return json.loads(file.readline().removeprefix("# truth: "))  # type: ignore[no-any-return]


def findings_of(name: str, examined: Examined, **options: Any) -> Findings:
    path = PROGRAMS / f"{name}.py"
    examination = examined(path.read_text(), truth_of(path)["data"], **options)
    assert examination.failure is None, examination.failure
    assert examination.findings is not None
    return examination.findings


@pytest.mark.parametrize("path", sorted(PROGRAMS.glob("*.py")), ids=lambda path: path.stem)
def test_a_program_is_judged_by_what_it_does(path: Path, examined: Examined) -> None:
    truth = truth_of(path)
    findings = findings_of(path.stem, examined)
    for technique in TECHNIQUES:
        value, evidence = getattr(findings, technique).value, getattr(findings, technique).evidence
        if truth[technique] is True:
            assert value is not False, f"denied {technique}: {evidence}"
        elif truth[technique] is False:
            assert value is not True, f"credited with {technique}: {evidence}"
        if truth[technique] is False and technique not in ("l1", "l2"):
            assert value is False, f"left open: {technique}: {evidence}"
    if truth["l1"] or truth["l2"]:
        assert findings.penalty.value is not False, findings.penalty.evidence
    named = {d.id for d in findings.diagnostics}
    accused = {d.id for d in findings.diagnostics if d.severity != "question"}
    assert accused <= set(truth["bugs"]) | set(truth["also"]), findings.diagnostics
    assert set(truth["bugs"]) <= named


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
