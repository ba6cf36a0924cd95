"""Grades one solution, from its source to its report: the story, top to bottom."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable

from . import datasets
from .advising import advise, in_order
from .assignment import Assignment
from .hints import with_lines
from .kinds import Graded, Grading, grade_by_kind
from .report import Failure, Progress, Provenance, Report
from .sandbox.base import Sandbox
from .shaped import SHAPED, load_shaped


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
    grading = Grading(assignment, source, sandbox, seed, secret, on_progress)
    failure = read(assignment, source)
    if failure is not None:
        return _report(grading, Graded.failed(grading, failure))
    return _report(grading, grade_by_kind(grading))


def read(assignment: Assignment, source: str) -> Failure | None:
    """What can be said of a source without running it; None when it may be run."""
    most = assignment.spec.limits.source_kib
    size = len(source.encode("utf-8", "surrogatepass"))
    if not source.strip():
        return Failure(
            stage="reading",
            message="The solution is empty.",
            help=f"Begin from the starter: it defines {_listed(assignment.spec.names)}.",
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


def _listed(names: list[str]) -> str:
    quoted = [f"`{name}`" for name in names]
    return " and ".join(filter(None, [", ".join(quoted[:-1]), quoted[-1]]))


def _provenance(grading: Grading) -> Provenance:
    return Provenance(
        solution=hashlib.sha256(grading.source.encode("utf-8", "surrogatepass")).hexdigest(),
        assignment=grading.assignment.revision,
        data=_data_digest(grading.assignment, grading.secret),
        seed=grading.seed,
        engine=grading.sandbox.engine,
        walls=grading.sandbox.walls,
        versions=grading.sandbox.versions,
        calibration=grading.assignment.calibrated,
    )


def _data_digest(assignment: Assignment, secret: str) -> str:
    """Names the data of a grading without giving anything of it away."""
    name = getattr(assignment.spec, "data", None)
    if isinstance(name, str) and name in SHAPED:
        return load_shaped(name, secret).data.digest
    if isinstance(name, str):
        return datasets.load(name, secret).digest
    # No data set: the inputs are drawn from the secret and the assignment itself.
    return hmac.digest(secret.encode(), assignment.revision.encode(), hashlib.sha256).hex()


def _report(grading: Grading, graded: Graded) -> Report:
    assignment = grading.assignment
    diagnostics = in_order(with_lines(graded.diagnostics, grading.source))
    return Report(
        kind=assignment.spec.kind,
        assignment=assignment.slug,
        title=assignment.spec.title,
        revision=assignment.revision,
        score=round(sum(criterion.points for criterion in graded.criteria), 2),
        max_score=assignment.max_score,
        criteria=graded.criteria,
        techniques=graded.techniques,
        behaviour=graded.behaviour,
        advice=advise(graded.criteria, diagnostics, graded.failure),
        diagnostics=diagnostics,
        curves=graded.curves,
        pictures=graded.pictures,
        counterexamples=graded.counterexamples,
        tables=graded.tables,
        failure=graded.failure,
        output=graded.output,
        provenance=_provenance(grading),
    )
