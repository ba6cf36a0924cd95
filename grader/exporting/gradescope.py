"""A report as Gradescope's `results.json`: what its autograder containers leave behind."""

from __future__ import annotations

from ..report import Criterion, Report
from .plain import Json, of_criterion, of_report, to_json


def to_gradescope(report: Report) -> Json:
    """One test a criterion; an answer that is open has no status, for it is neither of the two."""
    return {
        "score": report.score,
        "output": of_report(report),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [_test(number, c) for number, c in enumerate(report.criteria, start=1)],
        "extra_data": {"report": to_json(report)},
    }


def _test(number: int, criterion: Criterion) -> Json:
    test: Json = {
        "number": str(number),
        "name": criterion.title,
        "score": criterion.points,
        "max_score": criterion.max_points,
        "output": of_criterion(criterion),
        "output_format": "text",
        "visibility": "visible",
        "extra_data": {"id": criterion.id, "source": criterion.source},
    }
    if criterion.waits:
        return test
    if criterion.points == criterion.max_points:
        test["status"] = "passed"
    elif criterion.verdict is False:
        test["status"] = "failed"
    return test
