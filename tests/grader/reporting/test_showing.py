"""A report on the terminal: what is lost first, and nothing said five times."""

from __future__ import annotations

import io

from rich.console import Console

from grader.report import Failure, Report
from grader.showing import show_report

from .reports import a_criterion, a_diagnostic, a_report


def shown(report: Report) -> str:
    stream = io.StringIO()
    show_report(report, Console(file=stream, width=100))
    return stream.getvalue()


def test_what_lost_points_is_told_before_what_is_full() -> None:
    criteria = [a_criterion("dropout"), a_criterion("l2", points=0, verdict=False)]
    text = shown(a_report(criteria))
    assert text.index("Evidence on l2") < text.index("Evidence on dropout")
    assert "Help with l2" in text


def test_a_finding_is_told_with_its_line_and_its_meaning() -> None:
    text = shown(a_report(diagnostics=[a_diagnostic()]))
    for part in ("Bug: Title of best_alias", "line 7", "Seen.", "It means.", "Look there."):
        assert part in text


def test_a_program_that_failed_is_told_why_once() -> None:
    failure = Failure(stage="training", message="It raised.", help="Look here first.", line=4)
    criteria = [a_criterion(name, points=0, verdict=None) for name in ("dropout", "l1", "l2")]
    text = shown(a_report(criteria, failure=failure))
    assert "It raised. (line 4)" in text
    assert text.count("Look here first.") == 1
    assert "Evidence on" not in text


def test_nothing_in_a_report_acts_on_the_terminal() -> None:
    hostile = a_diagnostic(evidence="[bold]x[/bold] \x1b[2J", help="[link=http://x]y[/link]")
    text = shown(a_report(diagnostics=[hostile]))
    assert "\x1b" not in text
    assert "[bold]x[/bold]" in text
