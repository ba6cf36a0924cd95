"""What one program reaches, without any question of how: for calibrating and for further runs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..assignment import AccuracyCriterion, Assignment
from ..datasets import DataSet
from ..evidence.accuracy import metric
from ..evidence.fitting import read_fit, rows_of
from ..observation import Observation
from ..probes.real import RealWorld
from ..report import Ablation, Fit
from ..sandbox.base import Sandbox
from .bench import Bench, unwatched
from .failing import ProgramFailed

# A figure this close to a threshold, in standard deviations between trainings, is measured again.
_CLOSE = 2.0
MOST_RUNS = 3


@dataclass(frozen=True, slots=True)
class Measured:
    """The figure on hidden data, how the model fits, and the seconds of computing it took."""

    metric: float
    fit: Fit | None
    seconds: float


def measure(
    assignment: Assignment, source: str, sandbox: Sandbox, *, data: DataSet, seed: int
) -> Measured | None:
    """One training and its figures; None where the program fails.

    Equal arguments give equal figures. Raises SandboxError when the sandbox failed.
    """
    bench = Bench(assignment, source, sandbox, data, seed, unwatched)
    try:
        with np.errstate(all="ignore"):
            world = bench.real_world()
            real = bench.train(world, "training")
            figure = metric(bench.predict(real, world), data.hidden, data.task)
            computed = bench.computed
            return Measured(figure, fit_of(bench, real, world), computed)
    except ProgramFailed:
        return None


def fit_of(bench: Bench, real: Observation, world: RealWorld) -> Fit | None:
    """How a trained model fits both parts of the data that the learner has. Raises ProgramFailed."""
    train, validation = rows_of(bench.data)
    inputs = np.concatenate([train.inputs, validation.inputs])
    return read_fit(bench.predict(real, world, inputs=inputs).evaluation, bench.data)


@dataclass(frozen=True, slots=True)
class Settled:
    """The figure that counts, and the number of trainings it rests on."""

    figure: float
    runs: int


def settle_figure(bench: Bench, first: float) -> Settled:
    """Points are not lost to an unlucky seed: a figure that lies within the measured spread of a
    threshold is measured again on other seeds, and the better of the first and the mean counts.

    Without a calibration that fits the assignment the first figure stands.
    """
    calibration = bench.assignment.calibration
    if calibration is None or bench.assignment.calibrated != "current":
        return Settled(first, 1)
    reach = _CLOSE * calibration.spread
    if not any(is_close(first, criterion, reach) for criterion in bench.assignment.spec.criteria):
        return Settled(first, 1)
    figures = [first]
    for run in range(2, MOST_RUNS + 1):
        again = bench.again(run)
        try:
            world = again.real_world()
            predictions = again.predict(again.train(world, "training"), world)
        except ProgramFailed:
            break
        bench.spent = again.spent
        figures.append(metric(predictions, bench.data.hidden, bench.data.task))
    return Settled(max(first, float(np.mean(figures))), len(figures))


def is_close(figure: float, criterion: object, reach: float) -> bool:
    """Whether other seeds could bring this criterion points that the figure does not."""
    if not isinstance(criterion, AccuracyCriterion) or figure >= criterion.target:
        return False
    return min(abs(figure - criterion.target), abs(figure - criterion.baseline)) <= reach


def compare(bench: Bench, real: Observation, world: RealWorld) -> Ablation | None:
    """The learner's fit beside the reference's, which was measured once, when it was calibrated."""
    calibration = bench.assignment.calibration
    ablated = None if calibration is None else calibration.ablated
    if ablated is None or bench.assignment.calibrated != "current":
        return None
    try:
        yours = fit_of(bench, real, world)
    except ProgramFailed:
        return None
    if yours is None:
        return None
    return Ablation(yours=yours, reference=ablated.reference, plain=ablated.plain)
