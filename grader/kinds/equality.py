"""What the solution defines, held against the author's reference on hidden inputs."""

from __future__ import annotations

from collections.abc import Sequence

from ..assignment import EqualityCriterion, EqualityFile
from ..equality import Comparison, Disagreement, compare_with_reference
from ..report import Counterexample, Criterion, Progress, Verdict
from ..scoring import by_verdict
from .graded import Graded, Grading

# How each aspect is told to a learner: what was compared.
_ASPECTS = {
    "values": "values",
    "gradients": "gradients",
    "types": "types and precisions",
    "edges": "scalars and empty tensors",
    "extremes": "extreme values",
    "layouts": "tensors that are not contiguous",
    "purity": "inputs left unchanged",
    "determinism": "the same answer twice",
    "state": "what is kept after the calls",
}


def grade_equality(grading: Grading) -> Graded:
    """See `grade_by_kind`."""
    spec = grading.assignment.spec
    assert isinstance(spec, EqualityFile)
    grading.on_progress(Progress(stage="calling"))
    compared = compare_with_reference(
        reference=grading.assignment.reference,
        solution=grading.source,
        subjects=spec.subjects,
        forbidden=spec.forbidden,
        sandbox=grading.sandbox,
        seed=grading.seed,
        secret=grading.secret,
        limits=spec.limits.for_one_job(),
        on_round=lambda number: grading.on_progress(Progress(stage="calling", epoch=number)),
    )
    if compared.failure is not None:
        return Graded.failed(grading, compared.failure, output=compared.output)
    return Graded(
        criteria=[_scored(criterion, spec, compared) for criterion in spec.criteria],
        counterexamples=_counterexamples(spec, compared),
        output=compared.output,
    )


def _scored(criterion: EqualityCriterion, spec: EqualityFile, compared: Comparison) -> Criterion:
    lost = _lost(criterion, spec, compared)
    cases = compared.cases[criterion.subject]
    if not lost:
        aspects = [_ASPECTS[aspect] for aspect in spec.aspects_of(criterion)]
        evidence = f"Agrees with the reference on {cases} hidden inputs in {', '.join(aspects)}."
        return by_verdict(criterion, Verdict(value=True, evidence=evidence))
    parts = [f"{_ASPECTS[d.aspect]} ({d.failed})" for d in lost]
    evidence = (
        f"{lost[0].says} On {cases} hidden inputs it differs from the reference in "
        f"{', '.join(parts)}."
    )
    return by_verdict(criterion, Verdict(value=False, evidence=evidence))


def _lost(
    criterion: EqualityCriterion, spec: EqualityFile, compared: Comparison
) -> list[Disagreement]:
    keys = [(criterion.subject, aspect) for aspect in spec.aspects_of(criterion)]
    return [compared.disagreements[key] for key in keys if key in compared.disagreements]


def _counterexamples(spec: EqualityFile, compared: Comparison) -> list[Counterexample]:
    """The first disagreement of each criterion that lost points; each shown once."""
    found: list[Counterexample] = []
    shown: set[Sequence[str]] = set()
    for criterion in spec.criteria:
        for lost in _lost(criterion, spec, compared)[:1]:
            if (lost.subject, lost.code) in shown:
                continue
            shown.add((lost.subject, lost.code))
            found.append(
                Counterexample(
                    criterion=criterion.id,
                    subject=lost.subject,
                    says=lost.says,
                    code=lost.code,
                    expected=lost.expected,
                    got=lost.got,
                )
            )
    return found
