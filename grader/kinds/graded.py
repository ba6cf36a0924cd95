"""What goes into the grading of any kind, and what comes out of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ..assignment import Assignment
from ..report import (
    Behaviour,
    Counterexample,
    Criterion,
    Curves,
    Diagnostic,
    Failure,
    Pictures,
    Progress,
    Table,
    Techniques,
)
from ..sandbox.base import Sandbox
from ..scoring import score_nothing


@dataclass(frozen=True, slots=True)
class Grading:
    """One solution to be graded; see `grader.grading.grade` for what each part is."""

    assignment: Assignment
    source: str
    sandbox: Sandbox
    seed: int
    secret: str
    on_progress: Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Graded:
    """A report's contents, without what is the same for all kinds."""

    criteria: list[Criterion]
    failure: Failure | None = None
    output: str = ""
    techniques: Techniques = field(default_factory=Techniques)
    behaviour: Behaviour = field(default_factory=Behaviour)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    curves: Curves = field(default_factory=Curves)
    pictures: Pictures = field(default_factory=Pictures)
    counterexamples: list[Counterexample] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    @classmethod
    def failed(cls, grading: Grading, failure: Failure, *, output: str = "") -> Graded:
        """For a program that could not be examined to the end."""
        criteria = score_nothing(grading.assignment.spec, failure)
        return cls(criteria, failure=failure, output=output)
