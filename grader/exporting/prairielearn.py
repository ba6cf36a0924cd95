"""A report as PrairieLearn's external grading results: a score from 0 to 1, and a test a criterion."""

from __future__ import annotations

from ..report import Criterion, Report
from .plain import Json, of_criterion, of_failure, of_report


def to_prairielearn(report: Report) -> Json:
    """What could not even be read is not gradable, which costs no attempt there."""
    results: Json = {
        "gradable": report.failure is None or report.failure.stage != "reading",
        "score": report.score / report.max_score,
        "message": of_report(report),
        "output": report.output,
        "tests": [_test(criterion) for criterion in report.criteria],
    }
    if not results["gradable"]:
        results["format_errors"] = of_failure(report)
    return results


def _test(criterion: Criterion) -> Json:
    return {
        "name": criterion.title,
        "points": criterion.points,
        "max_points": criterion.max_points,
        "message": of_criterion(criterion),
    }
