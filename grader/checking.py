"""Proves an assignment by the solutions in its folder: right ones full points, wrong ones as they say.

A solution begins with comment lines `# truth: right` or `# truth: wrong`, and a wrong one with
`# loses: dropout, early_stopping`: exactly these criteria must give less than all their points.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .assignment import CALIBRATION, Assignment, EqualityFile, read_assignment
from .errors import AssignmentError
from .grading import grade
from .report import Report
from .sandbox.base import Sandbox


@dataclass(frozen=True, slots=True)
class Truth:
    """What a solution's header says of it."""

    kind: Literal["right", "wrong"]
    loses: frozenset[str]


@dataclass(frozen=True, slots=True)
class Proof:
    """One solution graded and held against its header."""

    solution: str
    holds: bool
    finding: str

    def __str__(self) -> str:
        return f"{'proved' if self.holds else 'WRONG '}  {self.solution}: {self.finding}"


def find_assignments(path: Path) -> list[Path]:
    """The assignment folders at or below `path`. Raises AssignmentError when there is none."""
    if (path / "assignment.yaml").is_file():
        return [path]
    found = sorted(file.parent for file in path.rglob("assignment.yaml"))
    if not found:
        raise AssignmentError("no assignment.yaml is here or below", file=path)
    return found


def read_truth(path: Path, assignment: Assignment) -> Truth:
    """The header of a solution. Raises AssignmentError where it does not say what it must."""
    text = path.read_text(encoding="utf-8")
    kind = re.search(r"^# truth: (right|wrong)$", text, re.MULTILINE)
    if kind is None:
        raise AssignmentError("no line `# truth: right` or `# truth: wrong`", file=path)
    loses = re.search(r"^# loses: (.+)$", text, re.MULTILINE)
    named = frozenset(part.strip() for part in loses[1].split(",")) if loses else frozenset[str]()
    unknown = named - {criterion.id for criterion in assignment.spec.criteria}
    if unknown:
        raise AssignmentError(f"no such criterion: {', '.join(sorted(unknown))}", file=path)
    if (kind[1] == "wrong") != bool(named):
        raise AssignmentError("a wrong solution, and only that, says what it loses", file=path)
    return Truth("right" if kind[1] == "right" else "wrong", named)


def check_assignment(folder: Path, sandbox: Sandbox, *, seed: int, secret: str) -> list[Proof]:
    """Grades the reference, the starter and every solution of one assignment."""
    assignment = read_assignment(folder)
    proofs = []
    if assignment.calibrated == "stale":
        finding = "stale: the assignment has changed since; run `calibrate --write`"
        proofs.append(Proof(f"{assignment.slug}/{CALIBRATION}", False, finding))

    def report_on(source: str) -> Report:
        return grade(assignment, source, sandbox, seed=seed, secret=secret)

    reference = grade(
        _with_nothing_forbidden(assignment), assignment.reference, sandbox, seed=seed, secret=secret
    )
    proofs.append(prove(f"{assignment.slug}/reference.py", Truth("right", frozenset()), reference))
    starter = report_on(assignment.starter)
    proofs.append(
        Proof(
            f"{assignment.slug}/starter.py",
            starter.score < starter.max_score and starter.failure is None,
            f"{starter.score:g} of {starter.max_score:g} points",
        )
    )
    for path in sorted((folder / "solutions").glob("*.py")):
        truth = read_truth(path, assignment)
        report = report_on(path.read_text(encoding="utf-8"))
        proofs.append(prove(f"{assignment.slug}/{path.name}", truth, report))
    return proofs


def _with_nothing_forbidden(assignment: Assignment) -> Assignment:
    """For the reference, which may call what learners are to write."""
    if not isinstance(assignment.spec, EqualityFile):
        return assignment
    spec = assignment.spec.model_copy(update={"forbidden": []})
    return assignment.model_copy(update={"spec": spec})


def prove(solution: str, truth: Truth, report: Report) -> Proof:
    """Holds a report against what a solution says of itself."""
    lost = {c.id for c in report.criteria if c.points < c.max_points}
    finding = f"{report.score:g} of {report.max_score:g} points"
    if lost:
        finding += f", loses {', '.join(sorted(lost))}"
    if report.failure is not None:
        finding += f": {report.failure.message}"
    return Proof(solution, lost == truth.loses, finding)
