"""Figures near a threshold are measured again, and a learner's fit stands beside the reference's."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader import datasets
from grader.assignment import (
    Ablated,
    AccuracyCriterion,
    Assignment,
    Calibration,
    MeasuredProgram,
)
from grader.datasets import DataSet
from grader.observing import examine, measure
from grader.observing.bench import Bench, unwatched
from grader.observing.measuring import MOST_RUNS, is_close, settle_figure
from grader.report import Findings, Fit

from .conftest import SECRET, assignment_on
from .direct import DirectSandbox

RIGHT = (Path(__file__).parent.parent / "programs" / "right_adamw.py").read_text()
FIT = Fit(train=0.99, validation=0.95, train_loss=0.02, validation_loss=0.15)
PLAIN = Fit(train=1.0, validation=0.91, train_loss=0.0, validation_loss=0.4)


def started() -> DirectSandbox:
    sandbox = DirectSandbox()
    sandbox.start()
    return sandbox


def calibrated(*, spread: float, target: float, subject: str | None = None) -> Assignment:
    """An assignment on iris with a figure to reach, and measurements of its programs."""
    bare = assignment_on("iris")
    criterion = AccuracyCriterion(
        id="accuracy", title="Accuracy", points=10, baseline=0.0, target=target, help="Train."
    )
    spec = bare.spec.model_copy(update={"criteria": [criterion]})
    assignment = bare.model_copy(update={"spec": spec})
    program = MeasuredProgram(
        name="reference.py", runs=4, mean=0.95, spread=spread, least=0.9, greatest=1.0, seconds=1.0
    )
    record = Calibration(
        subject=subject or assignment.subject, measured_on="2026-01-01", machine="x", engine="local",
        versions={}, draws=1, seeds=4, spread=spread, programs=[program], proposed=None,
        ablated=Ablated(reference=FIT, plain=PLAIN),
    )  # fmt: skip
    return assignment.model_copy(update={"calibration": record})


def bench_for(assignment: Assignment, iris: DataSet, source: str = RIGHT) -> Bench:
    return Bench(assignment, source, started(), iris, 0, unwatched)


def test_a_figure_near_the_target_is_measured_again(iris: DataSet) -> None:
    settled = settle_figure(bench_for(calibrated(spread=0.2, target=0.99), iris), 0.8)
    assert settled.runs == MOST_RUNS
    assert settled.figure >= 0.8


def test_further_trainings_never_take_a_point_away(iris: DataSet) -> None:
    assert settle_figure(bench_for(calibrated(spread=0.3, target=1.5), iris), 1.4).figure == 1.4


def test_the_same_figure_comes_of_it_twice(iris: DataSet) -> None:
    first, second = (
        settle_figure(bench_for(calibrated(spread=0.2, target=0.99), iris), 0.8) for _ in range(2)
    )
    assert first == second


def test_a_figure_far_from_every_threshold_stands(iris: DataSet) -> None:
    assert settle_figure(bench_for(calibrated(spread=0.01, target=0.99), iris), 0.8).runs == 1


def test_a_stale_calibration_is_not_used(iris: DataSet) -> None:
    assignment = calibrated(spread=0.2, target=0.99, subject="0" * 64)
    assert assignment.calibrated == "stale"
    assert settle_figure(bench_for(assignment, iris), 0.8).runs == 1


def test_a_program_that_fails_on_another_seed_keeps_its_first_figure(iris: DataSet) -> None:
    settled = settle_figure(bench_for(calibrated(spread=0.2, target=0.99), iris, "1 / 0"), 0.8)
    assert (settled.figure, settled.runs) == (0.8, 1)


@pytest.mark.parametrize(
    ("figure", "close"), [(0.89, True), (0.9, False), (0.95, False), (0.5, True), (0.7, False)]
)
def test_closeness_to_a_threshold(figure: float, close: bool) -> None:
    criterion = AccuracyCriterion(
        id="accuracy", title="A", points=1, baseline=0.5, target=0.9, help="h"
    )
    assert is_close(figure, criterion, 0.02) is close


def findings_of(assignment: Assignment, iris: DataSet) -> Findings:
    examination = examine(assignment, RIGHT, started(), data=iris, seed=0, on_progress=unwatched)
    assert examination.findings is not None
    return examination.findings


def test_the_learners_fit_stands_beside_the_references(iris: DataSet) -> None:
    ablation = findings_of(calibrated(spread=0.0, target=0.5), iris).pictures.ablation
    assert ablation is not None
    assert (ablation.reference, ablation.plain) == (FIT, PLAIN)
    assert 0.5 < ablation.yours.validation <= 1.0
    assert 0.5 < ablation.yours.train <= 1.0


def test_without_a_calibration_nothing_is_compared(iris: DataSet) -> None:
    assert findings_of(assignment_on("iris"), iris).pictures.ablation is None


def test_measuring_is_reproducible_and_differs_between_seeds(iris: DataSet) -> None:
    runs = [
        measure(assignment_on("iris"), RIGHT, started(), data=iris, seed=seed) for seed in (1, 1, 2)
    ]
    assert runs[0] == runs[1]
    assert runs[0] != runs[2]


def test_a_program_that_fails_has_no_figure() -> None:
    data = datasets.load("iris", SECRET)
    assert measure(assignment_on("iris"), "1 / 0", started(), data=data, seed=0) is None
