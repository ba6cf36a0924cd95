"""The same program sent in again: answered from the store, and the learner is told."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from assessments.accounts.models import User
from assessments.courses.models import Enrolment
from assessments.submissions.grading import grade_submission
from assessments.submissions.models import Submission
from assessments.submissions.repeating import earlier_twin

from .benches import ScriptedBench
from .conftest import Submit


def graded(submission: Submission, bench: ScriptedBench) -> Submission:
    grade_submission(submission.pk, bench=bench)
    submission.refresh_from_db()
    return submission


def test_the_same_program_gets_the_stored_report_without_being_run(submit_one: Submit) -> None:
    bench = ScriptedBench(repeats=True)
    first, second = graded(submit_one(), bench), graded(submit_one(), bench)
    assert len(bench.graded) == 1
    assert second.state == Submission.State.GRADED
    assert (second.report, second.points) == (first.report, first.points)


def test_a_bench_that_would_say_otherwise_runs_it_again(submit_one: Submit) -> None:
    bench = ScriptedBench(repeats=False)
    graded(submit_one(), bench)
    graded(submit_one(), bench)
    assert len(bench.graded) == 2


def test_another_program_is_no_twin(submit_one: Submit) -> None:
    graded(submit_one(), ScriptedBench())
    assert earlier_twin(submit_one("x = 1\n")) is None


def test_a_classmates_program_is_no_twin(
    submit_one: Submit, course: object, classmate: User
) -> None:
    graded(submit_one(), ScriptedBench())
    theirs = submit_one(by=Enrolment.objects.get(user=classmate))
    assert earlier_twin(theirs) is None


def test_a_program_that_is_not_graded_yet_is_no_twin(submit_one: Submit) -> None:
    submit_one()
    assert earlier_twin(submit_one()) is None


def test_the_page_says_that_it_is_the_same_program(
    submit_one: Submit, client_of: Callable[[User | None], Client], learner: User
) -> None:
    bench = ScriptedBench(repeats=True)
    first, second = graded(submit_one(), bench), graded(submit_one(), bench)
    browser = client_of(learner)
    shown = browser.get(f"/submissions/{second.pk}/").content.decode()
    assert "the same program gets the same report" in shown
    assert str(first.pk) in shown
    assert "same program gets" not in browser.get(f"/submissions/{first.pk}/").content.decode()
