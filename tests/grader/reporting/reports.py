"""Reports for tests, as plain data: one with everything, one that failed, one without a fault."""

from __future__ import annotations

from grader.report import Criterion, Curves, Diagnostic, Failure, Provenance, Report

PROVENANCE = Provenance(
    solution="5" * 64, assignment="a" * 64, data="d" * 64, seed=3, engine="local",
    walls=["landlock", "seccomp"], versions={"torch": "2.13.0"},
)  # fmt: skip


def a_criterion(
    code: str = "dropout", *, points: float = 15, most: float = 15, verdict: bool | None = True
) -> Criterion:
    """One criterion; its help stands where points are missing."""
    return Criterion(
        id=code, title=f"The {code} criterion", points=points, max_points=most, verdict=verdict,
        evidence=f"Evidence on {code}.", help="" if points == most else f"Help with {code}.",
    )  # fmt: skip


def a_diagnostic(code: str = "best_alias", **changes: object) -> Diagnostic:
    """One finding."""
    made: dict[str, object] = {
        "id": code, "severity": "error", "source": "outside", "title": f"Title of {code}",
        "evidence": "Seen.", "means": "It means.", "help": "Look there.", "line": 7,
    }  # fmt: skip
    return Diagnostic.model_validate(made | changes)


def a_report(
    criteria: list[Criterion] | None = None,
    diagnostics: list[Diagnostic] | None = None,
    *,
    failure: Failure | None = None,
    output: str = "",
) -> Report:
    """A report over these parts."""
    listed = [a_criterion()] if criteria is None else criteria
    return Report(
        assignment="mlp-digits", title="An MLP", revision="a" * 64,
        score=sum(c.points for c in listed), max_score=sum(c.max_points for c in listed),
        criteria=listed, diagnostics=diagnostics or [], failure=failure, output=output,
        curves=Curves(train=[1.0, 0.5], validation=[0.9, 0.7], best_epoch=2, stop_epoch=2),
        provenance=PROVENANCE,
    )  # fmt: skip
