"""A model and its training loop: examined in every world, scored by figure and behaviour."""

from __future__ import annotations

from .. import datasets
from ..assignment import TrainedAssignment
from ..observing import examine
from ..report import Behaviour, Techniques
from ..scoring import score
from .graded import Graded, Grading


def grade_training(grading: Grading) -> Graded:
    """See `grade_by_kind`."""
    spec = grading.assignment.spec
    assert isinstance(spec, TrainedAssignment)
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
        criteria=score(spec, findings),
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
