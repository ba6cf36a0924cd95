"""Measures what an assignment's own programs reach, and proposes thresholds that fit.

Each program is trained under several seeds on several draws of the hidden data: seeds tell how much
one training differs from the next, draws how much one deployment differs from another.
"""

from __future__ import annotations

import math
import os
import platform
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import yaml

from . import datasets
from .assignment import (
    CALIBRATION,
    Ablated,
    AccuracyCriterion,
    Assignment,
    Calibration,
    MeasuredProgram,
    Proposal,
    TrainedAssignment,
    read_assignment,
)
from .errors import AssignmentError
from .observing import Measured, measure
from .report import Fit
from .sandbox.base import Sandbox

REFERENCE, STARTER = "reference.py", "starter.py"
# Between the worst right run and the target: a point of accuracy, or two spreads if they are more.
_MARGIN, _SPREADS = 0.01, 2
_HEAD = """\
# Written by `python -m grader calibrate FOLDER --write`; do not edit. Figures are those on hidden
# data, seconds are those of computing that one training and its prediction take.
"""


@dataclass(frozen=True, slots=True)
class Plan:
    """How often every program is trained: `seeds` times on each of `draws` draws of the data."""

    seeds: int
    draws: int

    @property
    def runs(self) -> int:
        """Trainings of one program."""
        return self.seeds * self.draws


@dataclass(frozen=True, slots=True)
class _Runs:
    """All runs of one program, by draw; those that failed are missing."""

    name: str
    by_draw: list[list[Measured]]
    plan: Plan

    @property
    def every(self) -> list[Measured]:
        return [run for draw in self.by_draw for run in draw]

    @property
    def figures(self) -> list[float]:
        return [run.metric for run in self.every]

    def summary(self) -> MeasuredProgram:
        figures = self.figures
        return MeasuredProgram(
            name=self.name,
            runs=self.plan.runs,
            failed=self.plan.runs - len(figures),
            mean=round(statistics.fmean(figures), 4) if figures else None,
            spread=round(statistics.stdev(figures), 4) if len(figures) > 1 else None,
            least=round(min(figures), 4) if figures else None,
            greatest=round(max(figures), 4) if figures else None,
            seconds=round(statistics.median([run.seconds for run in self.every] or [0.0]), 2),
        )

    def mean_fit(self) -> Fit | None:
        fits = [run.fit for run in self.every if run.fit is not None]
        if not fits:
            return None
        names = ("train", "validation", "train_loss", "validation_loss")
        means = {n: round(statistics.fmean(getattr(fit, n) for fit in fits), 4) for n in names}
        return Fit(**means)


def calibrate(
    folder: Path,
    sandbox: Sandbox,
    plan: Plan,
    *,
    on_program: Callable[[MeasuredProgram], None] = lambda program: None,
) -> Calibration:
    """Measures reference, starter, `plain` and every right solution of one assignment.

    `on_program` hears of each as it is done. Raises AssignmentError where there is nothing to
    calibrate, or where a program fails that should not; SandboxError when the sandbox failed.
    """
    assignment = read_assignment(folder)
    if not isinstance(assignment.spec, TrainedAssignment):
        raise AssignmentError(
            "only an assignment whose solution is trained can be calibrated",
            file=folder / "assignment.yaml", key="kind",
        )  # fmt: skip
    measured = {}
    for name, source in _programs(folder, assignment):
        runs = _measure(assignment, assignment.spec.data, name, source, sandbox, plan)
        if len(runs.figures) < plan.runs and name != STARTER:
            raise AssignmentError("the program fails; `grade` it to see why", file=folder / name)
        measured[name] = runs
        on_program(runs.summary())
    right = [runs for name, runs in measured.items() if name not in (STARTER, _plain(assignment))]
    spread = _spread_between_seeds(right)
    return Calibration(
        subject=assignment.subject,
        measured_on=datetime.now(UTC).date().isoformat(),
        machine=_machine(),
        engine=sandbox.engine,
        versions=sandbox.versions,
        draws=plan.draws,
        seeds=plan.seeds,
        spread=round(spread, 4),
        programs=[runs.summary() for runs in measured.values()],
        proposed=_propose(assignment, measured[STARTER], right, spread),
        ablated=_ablated(assignment, measured),
    )


def write_calibration(folder: Path, calibration: Calibration) -> Path:
    """Leaves the record in the assignment's folder, where `read_assignment` finds it."""
    path = folder / CALIBRATION
    data = calibration.model_dump(mode="json", exclude_none=True)
    path.write_text(_HEAD + yaml.safe_dump(data, sort_keys=False, width=100), encoding="utf-8")
    return path


def _programs(folder: Path, assignment: Assignment) -> Iterator[tuple[str, str]]:
    yield REFERENCE, assignment.reference
    yield STARTER, assignment.starter
    if assignment.plain:
        yield _plain(assignment), assignment.plain
    for path in sorted((folder / "solutions").glob("right_*.py")):
        yield f"solutions/{path.name}", path.read_text(encoding="utf-8")


def _plain(assignment: Assignment) -> str:
    return f"solutions/{assignment.spec.plain}"


def _measure(
    assignment: Assignment, data: str, name: str, source: str, sandbox: Sandbox, plan: Plan
) -> _Runs:
    by_draw = []
    for draw in range(plan.draws):
        drawn = datasets.load(data, f"calibration {draw}")
        runs = [
            measure(assignment, source, sandbox, data=drawn, seed=seed)
            for seed in range(plan.seeds)
        ]
        by_draw.append([run for run in runs if run is not None])
    return _Runs(name, by_draw, plan)


def _spread_between_seeds(right: list[_Runs]) -> float:
    """The standard deviation of one program's figures on one draw, pooled over programs and draws."""
    variances = [
        statistics.variance([run.metric for run in draw])
        for runs in right
        for draw in runs.by_draw
        if len(draw) > 1
    ]
    return math.sqrt(statistics.fmean(variances)) if variances else 0.0


def _propose(
    assignment: Assignment, starter: _Runs, right: list[_Runs], spread: float
) -> Proposal | None:
    """The target below the worst right run, the baseline at what the untouched starter reaches.

    None where the assignment scores no figure, or the starter leaves no room below the target.
    """
    scored = any(isinstance(c, AccuracyCriterion) for c in assignment.spec.criteria)
    worst = min(figure for runs in right for figure in runs.figures)
    target = math.floor(100 * (worst - max(_MARGIN, _SPREADS * spread))) / 100
    baseline = math.ceil(100 * max(starter.figures, default=0.0)) / 100
    if not scored or baseline >= target:
        return None
    return Proposal(baseline=baseline, target=target)


def _ablated(assignment: Assignment, measured: dict[str, _Runs]) -> Ablated | None:
    if not assignment.plain:
        return None
    reference = measured[REFERENCE].mean_fit()
    plain = measured[_plain(assignment)].mean_fit()
    if reference is None or plain is None:
        return None
    return Ablated(reference=reference, plain=plain)


def _machine() -> str:
    """The kind of machine, without anything that names this one."""
    cores = len(os.sched_getaffinity(0))
    return f"{platform.machine()}, {cores} cores, {platform.system()}"
