"""Answers that a cell has to look at: kept, run by a worker, marked, and never lost or charged for."""

from __future__ import annotations

import pytest
from django.utils import timezone

from assessments.courses.bench import NoBench
from assessments.courses.models import Course, Enrolment, Module, Quiz
from assessments.courses.questions import CellCall, CellResult
from assessments.quizzes.finishing import finish_attempt
from assessments.quizzes.models import AnswerRun, Attempt
from assessments.quizzes.queueing import LEASE, MAX_TRIES, claim, queue_again, sweep_runs
from assessments.quizzes.reviewing import ReviewedQuestion, reviewed_questions
from assessments.quizzes.running import run_answer
from assessments.quizzes.starting import start_attempt

from .benches import Bench

RIGHT = "def mean(values):\n    return sum(values) / len(values)\n"
rung: list[int] = []


@pytest.fixture(autouse=True)
def _no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """The broker's place is taken by a list."""
    rung.clear()
    monkeypatch.setattr("assessments.quizzes.queueing.ring", rung.append)


@pytest.fixture
def every_kind(course: Course, enrolment: Enrolment) -> Attempt:
    """An attempt at one of each, just begun."""
    module = Module.objects.get(slug="every-kind")
    course.modules.add(module)
    quiz = Quiz.objects.select_related("current").get(module=module)
    attempt, _ = start_attempt(enrolment=enrolment, quiz=quiz)
    return attempt


@pytest.fixture
def run(every_kind: Attempt) -> AnswerRun:
    """The run of a mended function, the attempt finished."""
    finish_attempt(attempt=every_kind, answers={"bug": RIGHT})
    return AnswerRun.objects.get()


def reviewed(attempt: Attempt) -> ReviewedQuestion:
    """The bug in the review."""
    fresh = Attempt.objects.get(pk=attempt.pk)
    return next(each for each in reviewed_questions(fresh) if each.id == "bug")


def test_finishing_queues_the_answer_and_waits_for_nothing(
    every_kind: Attempt, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        finish_attempt(attempt=every_kind, answers={"bug": RIGHT})
    run = AnswerRun.objects.get()
    assert rung == [run.pk]
    every_kind.refresh_from_db()
    assert every_kind.is_finished
    assert every_kind.points is None
    assert (reviewed(every_kind).verdict, reviewed(every_kind).points) == ("being_checked", None)


def test_a_right_answer_gets_its_points_once_it_was_run(
    every_kind: Attempt, run: AnswerRun
) -> None:
    run_answer(run.pk, bench=Bench())
    every_kind.refresh_from_db()
    assert every_kind.points == 1.0
    assert (reviewed(every_kind).verdict, reviewed(every_kind).points) == ("right", 1.0)


def test_a_wrong_one_is_told_which_case_went_wrong(every_kind: Attempt, run: AnswerRun) -> None:
    run_answer(run.pk, bench=Bench(mean=lambda values: values[0]))
    found = reviewed(every_kind)
    assert (found.verdict, found.points) == ("wrong", 0.0)
    assert "mean([1, 2, 3])" in found.parts[0].label_html
    assert (found.parts[0].given_html, found.parts[0].right_answer_html) == ("1", "2")
    assert "how many there are" in found.feedback_html


def test_the_cell_never_sees_what_is_right(run: AnswerRun) -> None:
    bench = Bench()
    run_answer(run.pk, bench=bench)
    assert bench.calls[0].source == RIGHT.rstrip()
    assert bench.calls[0].arguments == ([[1.0, 2.0, 3.0]], [[4.0]], [[-1.0, 1.0]])
    assert bench.calls[0].cases is None


def test_the_function_as_it_was_given_is_no_answer(every_kind: Attempt) -> None:
    question = every_kind.question("bug")
    assert question is not None
    finish_attempt(attempt=every_kind, answers={"bug": question.exhibit().start})
    assert not AnswerRun.objects.exists()


def test_what_is_no_python_is_not_run(every_kind: Attempt) -> None:
    finish_attempt(attempt=every_kind, answers={"bug": "def mean(values"}, anyway=True)
    assert not AnswerRun.objects.exists()
    assert reviewed(every_kind).verdict == "unreadable"


def test_a_fault_of_the_sandbox_costs_nothing_and_is_tried_again(
    every_kind: Attempt, run: AnswerRun
) -> None:
    bench = Bench(fails=MAX_TRIES - 1)
    for _ in range(MAX_TRIES):
        assert reviewed(every_kind).verdict == "being_checked"
        run_answer(run.pk, bench=bench)
    assert reviewed(every_kind).points == 1.0


def test_after_the_last_try_staff_see_why_and_may_have_it_run_again(
    every_kind: Attempt, run: AnswerRun
) -> None:
    for _ in range(MAX_TRIES + 1):
        run_answer(run.pk, bench=Bench(fails=1))
    run.refresh_from_db()
    assert run.state == AnswerRun.State.FAILED
    assert "the zygote went away" in run.failure
    assert reviewed(every_kind).points is None
    assert queue_again(run)
    run_answer(run.pk, bench=Bench())
    assert reviewed(every_kind).points == 1.0


def test_a_machine_without_walls_fails_it_at_once(run: AnswerRun) -> None:
    class Nowhere:
        def call(self, call: CellCall) -> CellResult:
            raise NoBench("no Landlock")

    run_answer(run.pk, bench=Nowhere())
    run.refresh_from_db()
    assert (run.state, run.tries) == (AnswerRun.State.FAILED, 1)


def test_a_worker_that_died_is_replaced_and_comes_too_late(
    every_kind: Attempt, run: AnswerRun
) -> None:
    class Dying:
        def call(self, call: CellCall) -> CellResult:
            AnswerRun.objects.update(claimed_at=timezone.now() - LEASE * 2)
            sweep_runs()
            run_answer(run.pk, bench=Bench(mean=lambda values: values[0]))
            return Bench().call(call)

    run_answer(run.pk, bench=Dying())
    assert rung == [run.pk]
    assert reviewed(every_kind).verdict == "wrong"
    run.refresh_from_db()
    assert run.state == AnswerRun.State.DONE


def test_two_workers_do_not_run_one_answer(run: AnswerRun) -> None:
    assert claim(run.pk) is not None
    assert claim(run.pk) is None


def test_a_lost_message_is_sent_again(run: AnswerRun) -> None:
    AnswerRun.objects.update(rung_at=timezone.now() - LEASE)
    sweep_runs()
    sweep_runs()
    assert rung == [run.pk]
