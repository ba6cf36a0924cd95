"""Grades one solution, from its source to its report: the story, top to bottom."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from . import datasets
from .assignment import Assignment
from .datasets import DataSet
from .observing import examine
from .report import Behaviour, Failure, Findings, Progress, Provenance, Report, Techniques
from .sandbox.base import Sandbox
from .scoring import score, score_nothing


def ignore(progress: Progress) -> None:
    """For callers that do not watch."""


def grade(
    assignment: Assignment,
    source: str,
    sandbox: Sandbox,
    *,
    seed: int,
    secret: str,
    on_progress: Callable[[Progress], None] = ignore,
) -> Report:
    """The report on `source`: equal arguments give an equal report, bit for bit.

    `secret` is the deployment's: it draws the hidden data. `on_progress` is called from this
    thread while the program runs. Raises SandboxError when the sandbox failed, never because of
    anything in `source`.
    """
    data = datasets.load(assignment.spec.data, secret)
    provenance = _provenance(assignment, source, sandbox, data, seed)
    failure = read(assignment, source)
    if failure is not None:
        return _report_of_failure(assignment, failure, provenance, output="")
    examination = examine(
        assignment, source, sandbox, data=data, seed=seed, on_progress=on_progress
    )
    output = examination.output
    if examination.findings is None:
        assert examination.failure is not None
        return _report_of_failure(assignment, examination.failure, provenance, output=output)
    return _report_of_findings(assignment, examination.findings, provenance, output=output)


def read(assignment: Assignment, source: str) -> Failure | None:
    """What can be said of a source without running it; None when it may be run."""
    most = assignment.spec.limits.source_kib
    size = len(source.encode("utf-8", "surrogatepass"))
    if not source.strip():
        return Failure(
            stage="reading",
            message="The solution is empty.",
            help="Begin from the starter: it defines `build_model` and `train`.",
        )
    if size > most * 1024:
        return Failure(
            stage="reading",
            message=f"The solution has {size / 1024:,.0f} KiB; at most {most} KiB are accepted.",
            help="A solution holds code only; data and weights do not belong in it.",
        )
    if "\0" in source:
        line = source[: source.index("\0")].count("\n") + 1
        return Failure(
            stage="reading",
            message=f"The solution is not Python text: line {line} holds a NUL byte.",
            help="Submit the .py file itself, saved as UTF-8, not a notebook, archive or weights.",
            line=line,
        )
    return None


def _provenance(
    assignment: Assignment, source: str, sandbox: Sandbox, data: DataSet, seed: int
) -> Provenance:
    return Provenance(
        solution=hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest(),
        assignment=assignment.revision,
        data=data.digest,
        seed=seed,
        engine=sandbox.engine,
        walls=sandbox.walls,
        versions=sandbox.versions,
    )


def _report_of_findings(
    assignment: Assignment, findings: Findings, provenance: Provenance, *, output: str
) -> Report:
    criteria = score(assignment.spec, findings)
    return Report(
        assignment=assignment.slug,
        title=assignment.spec.title,
        revision=assignment.revision,
        score=round(sum(criterion.points for criterion in criteria), 2),
        max_score=assignment.max_score,
        criteria=criteria,
        techniques=Techniques(
            l1=findings.l1.value, l2=findings.l2.value, dropout=findings.dropout.value
        ),
        behaviour=Behaviour(
            early_stopping=findings.early_stopping.value,
            best_restored=findings.best_restored.value,
        ),
        diagnostics=findings.diagnostics,
        curves=findings.curves,
        output=output,
        provenance=provenance,
    )


def _report_of_failure(
    assignment: Assignment, failure: Failure, provenance: Provenance, *, output: str
) -> Report:
    return Report(
        assignment=assignment.slug,
        title=assignment.spec.title,
        revision=assignment.revision,
        score=0.0,
        max_score=assignment.max_score,
        criteria=score_nothing(assignment.spec, failure),
        failure=failure,
        output=output,
        provenance=provenance,
    )
