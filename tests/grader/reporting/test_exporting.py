"""Reports in the words of other graders."""

from __future__ import annotations

import json

import pytest

from grader.exporting import FORMATS
from grader.report import Failure, Report

from .reports import a_criterion, a_diagnostic, a_report

PART = a_report(
    [
        a_criterion("accuracy", points=10, most=40, verdict=False),
        a_criterion("dropout"),
        a_criterion("early_stopping", points=0, verdict=False),
        a_criterion("l2", points=0, most=5, verdict=None),
    ],
    [a_diagnostic()],
    output="printed \x1b[31m and \ud800",
)
UNREADABLE = a_report(
    [a_criterion(points=0, verdict=None)],
    failure=Failure(stage="reading", message="The solution is empty.", help="Begin.", line=2),
)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("report", [PART, UNREADABLE], ids=["part", "unreadable"])
def test_every_format_is_json_that_acts_on_no_terminal(name: str, report: Report) -> None:
    text = json.dumps(FORMATS[name](report.model_copy(update={"output": "\x1b[2J"})))
    assert text.isprintable()


def test_json_is_the_report_itself() -> None:
    report = PART.model_copy(update={"output": ""})
    assert Report.model_validate(FORMATS["json"](report)) == report


def test_gradescope_gets_a_test_for_each_criterion() -> None:
    results = FORMATS["gradescope"](PART.model_copy(update={"output": ""}))
    tests = results["tests"]
    assert isinstance(tests, list)
    assert results["score"] == 25
    assert [(t["score"], t["max_score"]) for t in tests if isinstance(t, dict)] == [
        (10, 40), (15, 15), (0, 15), (0, 5),
    ]  # fmt: skip


def test_an_open_question_is_neither_passed_nor_failed_at_gradescope() -> None:
    tests = FORMATS["gradescope"](PART.model_copy(update={"output": ""}))["tests"]
    assert isinstance(tests, list)
    states = [t.get("status") for t in tests if isinstance(t, dict)]
    assert states == ["failed", "passed", "failed", None]


def test_a_finding_stands_in_the_text_with_its_line() -> None:
    text = FORMATS["gradescope"](PART.model_copy(update={"output": ""}))["output"]
    assert text == ("Bug: Title of best_alias (look at line 7)\nSeen.\nIt means.\nLook there.")


def test_prairielearn_gets_a_share_and_points() -> None:
    results = FORMATS["prairielearn"](PART)
    assert results["gradable"] is True
    assert results["score"] == pytest.approx(25 / 75)
    tests = results["tests"]
    assert isinstance(tests, list)
    assert isinstance(tests[0], dict)
    assert tests[0]["message"] == "Evidence on accuracy.\nHelp with accuracy."


def test_what_could_not_be_read_costs_no_attempt_at_prairielearn() -> None:
    results = FORMATS["prairielearn"](UNREADABLE)
    assert results["gradable"] is False
    assert results["format_errors"] == "The solution is empty. (line 2)\nBegin."


def test_what_failed_while_it_ran_is_graded_at_prairielearn() -> None:
    failure = Failure(stage="training", message="It raised.", help="Look.")
    report = a_report([a_criterion(points=0, verdict=None)], failure=failure)
    assert FORMATS["prairielearn"](report)["gradable"] is True
