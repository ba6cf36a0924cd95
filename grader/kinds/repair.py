"""A broken training program to mend: examined like any training, scored by the mistakes that are gone."""

from __future__ import annotations

from ..assignment import AccuracyCriterion, BehaviourCriterion, MendedCriterion, RepairFile
from ..report import Criterion, Findings, Verdict
from ..scoring import METRIC_DECIMALS, by_metric, by_verdict, verdict_on
from .graded import Graded, Grading
from .training import examined

_NEVER_LEARNS = (
    "The program does not learn enough to tell: the figure on hidden data is {figure:.2f}, and "
    "mistakes count as mended from {needed:.2f} on."
)


def grade_repair(grading: Grading) -> Graded:
    """See `grade_by_kind`."""
    spec = grading.assignment.spec
    assert isinstance(spec, RepairFile)
    return examined(
        grading,
        spec,
        lambda findings: [_scored(criterion, spec, findings) for criterion in spec.criteria],
    )


def _scored(
    criterion: MendedCriterion | AccuracyCriterion | BehaviourCriterion,
    spec: RepairFile,
    findings: Findings,
) -> Criterion:
    if isinstance(criterion, AccuracyCriterion):
        return by_metric(criterion, spec, findings)
    if isinstance(criterion, BehaviourCriterion):
        return by_verdict(criterion, verdict_on(criterion, findings))
    return by_verdict(criterion, _mended(criterion, spec, findings))


def _mended(criterion: MendedCriterion, spec: RepairFile, findings: Findings) -> Verdict:
    """No while a code is seen, or while nothing is learned; codes asked as questions stay open."""
    seen = {diagnostic.id: diagnostic for diagnostic in findings.diagnostics}
    for code in criterion.codes:
        if code in seen:
            found = seen[code]
            value = None if found.severity == "question" else False
            return Verdict(value=value, evidence=found.evidence, source=found.source)
    for code in ("tampering", "nothing_trained"):
        # An untrained model may do well by luck.
        if code in seen:
            found = seen[code]
            return Verdict(value=False, evidence=found.evidence, source=found.source)
    figure = round(findings.metric or 0.0, METRIC_DECIMALS)
    if figure < spec.learns_from:
        says = _NEVER_LEARNS.format(figure=figure, needed=spec.learns_from)
        return Verdict(value=False, evidence=says)
    return Verdict(value=True, evidence="The mistake is not seen any more.", source="inside")
