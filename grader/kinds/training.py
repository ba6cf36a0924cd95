"""A model and its training loop: examined in every world, scored by figure and behaviour."""

from __future__ import annotations

from collections.abc import Callable

from .. import datasets
from ..assignment import TrainedAssignment, TrainingFile
from ..observing import examine
from ..report import Behaviour, Criterion, Findings, Techniques
from ..scoring import score
from .graded import Graded, Grading


def grade_training(grading: Grading) -> Graded:
    """See `grade_by_kind`."""
    spec = grading.assignment.spec
    assert isinstance(spec, TrainingFile)
    return examined(grading, spec, lambda findings: score(spec, findings))


def examined(
    grading: Grading,
    spec: TrainedAssignment,
    scored: Callable[[Findings], list[Criterion]],
) -> Graded:
    """The examination of a training program, its findings turned into points by `scored`."""
    examination = examine(
        grading.assignment,
        grading.source,
        grading.sandbox,
        data=datasets.load(spec.data, grading.secret),
        seed=grading.seed,
        on_progress=grading.on_progress,
    )
    findings, output = examination.findings, examination.output
    if findings is None:
        assert examination.failure is not None
        return Graded.failed(grading, examination.failure, output=output)
    return Graded(
        criteria=scored(findings),
        output=output,
        techniques=Techniques(
            l1=findings.l1.value, l2=findings.l2.value, dropout=findings.dropout.value
        ),
        behaviour=Behaviour(
            early_stopping=findings.early_stopping.value,
            best_restored=findings.best_restored.value,
        ),
        diagnostics=findings.diagnostics,
        curves=findings.curves,
        pictures=findings.pictures,
    )
