"""The report itself as JSON, and the sentences in which the other formats tell it."""

from __future__ import annotations

import json

from ..report import Criterion, Diagnostic, Report

Json = dict[str, "Json | list[Json] | str | float | bool | None"]


def to_json(report: Report) -> Json:
    """The whole report, as the API gives it."""
    whole: Json = json.loads(report.model_dump_json())
    return whole


def of_criterion(criterion: Criterion) -> str:
    """What was seen, and what to do about it."""
    return "\n".join(filter(None, [criterion.evidence, criterion.help]))


def of_diagnostic(diagnostic: Diagnostic) -> str:
    """One finding as a paragraph."""
    kind = {"error": "Bug", "warning": "Look again", "question": "Question"}[diagnostic.severity]
    line = "" if diagnostic.line is None else f" (look at line {diagnostic.line})"
    head = f"{kind}: {diagnostic.title or diagnostic.id}{line}"
    return "\n".join(filter(None, [head, diagnostic.evidence, diagnostic.means, diagnostic.help]))


def of_failure(report: Report) -> str:
    """Why the program could not be examined to its end; empty where it was."""
    failure = report.failure
    if failure is None:
        return ""
    line = "" if failure.line is None else f" (line {failure.line})"
    return "\n".join(filter(None, [f"{failure.message}{line}", failure.help]))


def of_report(report: Report) -> str:
    """All that is said beside the criteria, the gravest first."""
    findings = [of_diagnostic(diagnostic) for diagnostic in report.diagnostics]
    return "\n\n".join(filter(None, [of_failure(report), *findings]))
