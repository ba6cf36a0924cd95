"""From verdicts to points. Arithmetic only: the same findings give the same points."""

from __future__ import annotations

from .assignment import (
    AccuracyCriterion,
    AssignmentBase,
    BehaviourCriterion,
    CriterionBase,
    GradedFigure,
    TrainedAssignment,
)
from .report import Criterion, Failure, Findings, Verdict

# A figure on hidden data is rounded before it counts, so that a score tells at most a hundredth:
# repeated submissions cannot read single hidden labels out of it.
METRIC_DECIMALS = 2
POINT_DECIMALS = 1


def score(spec: TrainedAssignment, findings: Findings) -> list[Criterion]:
    """One scored criterion for each of the assignment's, in its order."""
    return [_scored(criterion, spec, findings) for criterion in spec.criteria]


def _scored(criterion: CriterionBase, spec: TrainedAssignment, findings: Findings) -> Criterion:
    if isinstance(criterion, AccuracyCriterion):
        return by_metric(criterion, spec, findings)
    assert isinstance(criterion, BehaviourCriterion)
    return by_verdict(criterion, verdict_on(criterion, findings))


def score_nothing(spec: AssignmentBase, failure: Failure) -> list[Criterion]:
    """The criteria of a solution that could not be examined to the end: no points, no accusation."""
    return [
        Criterion(
            id=criterion.id,
            title=criterion.title,
            points=0.0,
            max_points=criterion.points,
            verdict=None,
            evidence="Not examined, because the program could not be run to its end.",
            help=failure.help,
        )
        for criterion in spec.criteria
    ]


def share(metric: float, *, baseline: float, target: float) -> float:
    """0 at or below `baseline`, 1 at or above `target`, linear between."""
    return min(1.0, max(0.0, (metric - baseline) / (target - baseline)))


def by_figure(criterion: GradedFigure, figure: float, name: str) -> Criterion:
    """Points for any figure on hidden data of which more is better, rounded before it counts."""
    rounded = round(figure, METRIC_DECIMALS)
    reached = share(rounded, baseline=criterion.baseline, target=criterion.target)
    return Criterion(
        id=criterion.id,
        title=criterion.title,
        points=round(reached * criterion.points, POINT_DECIMALS),
        max_points=criterion.points,
        verdict=reached == 1.0,
        evidence=f"On the hidden data the {name} is {rounded:.2f}; points begin above "
        f"{criterion.baseline:.2f} and are full from {criterion.target:.2f}.",
        help="" if reached == 1.0 else criterion.help,
    )


def by_metric(
    criterion: AccuracyCriterion, spec: TrainedAssignment, findings: Findings
) -> Criterion:
    metric = None if findings.metric is None else round(findings.metric, METRIC_DECIMALS)
    reached = (
        0.0
        if metric is None
        else share(metric, baseline=criterion.baseline, target=criterion.target)
    )
    return Criterion(
        id=criterion.id,
        title=criterion.title,
        points=round(reached * criterion.points, POINT_DECIMALS),
        max_points=criterion.points,
        verdict=reached == 1.0,
        evidence=_metric_in_words(metric, criterion, spec, findings.runs),
        help="" if reached == 1.0 else criterion.help,
    )


def _metric_in_words(
    metric: float | None, criterion: AccuracyCriterion, spec: TrainedAssignment, runs: int
) -> str:
    if spec.task == "classification":
        name, form = "accuracy", "{:.0%}"
    else:
        name, form = "R²", "{:.2f}"
    needed = (
        f"points begin above {form.format(criterion.baseline)}"
        f" and are full from {form.format(criterion.target)}"
    )
    if metric is None:
        return f"No usable prediction on the hidden data; {needed}."
    again = (
        f" Run 1 was as close to a threshold as one training is to the next, so your program was "
        f"trained again: of run 1 and the mean of runs 1 to {runs}, the better counts."
        if runs > 1
        else ""
    )
    return f"The {name} on the hidden data is {form.format(metric)}; {needed}.{again}"


def verdict_on(criterion: BehaviourCriterion, findings: Findings) -> Verdict:
    """The verdict that decides a behaviour criterion."""
    verdicts = {
        "weight_penalty": findings.penalty,
        "l1": findings.l1,
        "l2": findings.l2,
        "dropout": findings.dropout,
        "early_stopping": findings.early_stopping,
        "best_weights_restored": findings.best_restored,
    }
    return verdicts[criterion.id]


def by_verdict(criterion: CriterionBase, verdict: Verdict) -> Criterion:
    """All points unless outside says a plain no: what is not certain costs nothing."""
    return Criterion(
        id=criterion.id,
        title=criterion.title,
        points=0.0 if verdict.value is False or verdict.denied else criterion.points,
        max_points=criterion.points,
        verdict=verdict.value,
        evidence=verdict.evidence,
        help="" if verdict.value else criterion.help,
        source=verdict.source,
        waits=verdict.disputed,
    )
