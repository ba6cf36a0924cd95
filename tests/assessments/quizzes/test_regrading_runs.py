"""Marking a mended function anew: it is run on the new cases first, and nobody loses by waiting."""

from __future__ import annotations

import copy
from collections.abc import Callable

import pytest
from django.test import Client

from assessments.accounts.models import User
from assessments.courses.models import Course, Enrolment, Module, Quiz, QuizRevision
from assessments.quizzes.finishing import finish_attempt
from assessments.quizzes.late_arrivals import count_late_arrival
from assessments.quizzes.models import AnswerRun, Attempt, LateArrival
from assessments.quizzes.queueing import MAX_TRIES
from assessments.quizzes.regrading import (
    Plan,
    RegradeRefused,
    apply_regrade,
    preview_regrade,
    run_for_regrade,
)
from assessments.quizzes.reviewing import reviewed_questions
from assessments.quizzes.running import run_answer
from assessments.quizzes.starting import start_attempt

from .benches import Bench

# Right on the old cases, and on none with a fourth value.
ANSWER = "def mean(values):\n    return sum(values[:3]) / min(3, len(values))\n"
rung: list[int] = []


def first_three(values: list[float]) -> float:
    """What the answer does."""
    return sum(values[:3]) / min(3, len(values))


@pytest.fixture(autouse=True)
def _no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """The broker's place is taken by a list."""
    rung.clear()
    monkeypatch.setattr("assessments.quizzes.queueing.ring", rung.append)


@pytest.fixture
def attempt(course: Course, enrolment: Enrolment) -> Attempt:
    """A finished attempt whose function was run, and has its point."""
    module = Module.objects.get(slug="every-kind")
    course.modules.add(module)
    quiz = Quiz.objects.select_related("current", "module").get(module=module)
    attempt, _ = start_attempt(enrolment=enrolment, quiz=quiz)
    finish_attempt(attempt=attempt, answers={"bug": ANSWER})
    run_answer(AnswerRun.objects.get().pk, bench=Bench(mean=first_three))
    attempt.refresh_from_db()
    assert attempt.points == 1
    return attempt


@pytest.fixture
def plan(attempt: Attempt) -> Plan:
    """To mark anew by a revision with a further case."""
    quiz = attempt.quiz
    document = copy.deepcopy(attempt.revision.document)
    [bug] = [each for each in document["questions"] if each["id"] == "bug"]
    case = {"arguments": [[1.0, 2.0, 3.0, 6.0]], "value": 3.0, "was_right": False}
    bug["cases"].append(case)
    fields = {
        field.attname: getattr(attempt.revision, field.attname)
        for field in QuizRevision._meta.concrete_fields
        if not field.primary_key
    }
    number = {"number": 2} if "number" in fields else {}
    quiz.current = QuizRevision.objects.create(
        **{**fields, **number, "document": document, "digest": "d" * 64}
    )
    quiz.save()
    return Plan(course=attempt.enrolment.course, quiz=quiz)


def test_the_preview_says_what_must_be_run_first_and_changes_nothing(
    attempt: Attempt, plan: Plan
) -> None:
    preview = preview_regrade(plan)
    assert (preview.to_run, preview.changes, preview.is_complete) == ({"bug": 1}, (), False)
    assert preview.impossible == {}
    attempt.refresh_from_db()
    assert attempt.points == 1


def test_a_regrade_waits_until_everything_was_run(plan: Plan, instructor: User) -> None:
    fingerprint = preview_regrade(plan).fingerprint
    with pytest.raises(RegradeRefused, match="run on the new cases first"):
        apply_regrade(plan=plan, by=instructor, reason="A case more.", fingerprint=fingerprint)


def test_an_answer_is_queued_once_and_its_mark_stands_meanwhile(
    attempt: Attempt, plan: Plan, django_capture_on_commit_callbacks: object
) -> None:
    rung.clear()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert [run_for_regrade(plan), run_for_regrade(plan)] == [1, 0]
    assert rung == [AnswerRun.objects.get().pk]
    preview = preview_regrade(plan)
    assert (preview.to_run, preview.running, preview.is_complete) == ({}, 1, False)
    found = next(each for each in reviewed_questions(attempt) if each.id == "bug")
    assert (found.verdict, found.points) == ("right", 1)


def test_the_preview_is_complete_once_it_was_run_and_marks_nobody_by_itself(
    attempt: Attempt, plan: Plan
) -> None:
    run_for_regrade(plan)
    bench = Bench(mean=first_three)
    run_answer(AnswerRun.objects.get().pk, bench=bench)
    assert bench.calls[0].arguments[-1] == [[1.0, 2.0, 3.0, 6.0]]
    preview = preview_regrade(plan)
    assert (preview.is_complete, preview.running) == (True, 0)
    [change] = preview.changes
    assert (change.before, change.after) == (1, 0)
    attempt.refresh_from_db()
    assert attempt.points == 1
    found = next(each for each in reviewed_questions(attempt) if each.id == "bug")
    assert (found.verdict, len(found.parts)) == ("right", 3)


def test_applied_it_is_marked_and_reviewed_by_the_new_cases(
    attempt: Attempt, plan: Plan, instructor: User
) -> None:
    run_for_regrade(plan)
    run_answer(AnswerRun.objects.get().pk, bench=Bench(mean=first_three))
    fingerprint = preview_regrade(plan).fingerprint
    apply_regrade(plan=plan, by=instructor, reason="A case more.", fingerprint=fingerprint)
    attempt.refresh_from_db()
    assert attempt.points == 0
    found = next(each for each in reviewed_questions(attempt) if each.id == "bug")
    assert (found.verdict, len(found.parts)) == ("wrong", 4)
    assert [each.points for each in found.earlier] == [1]
    assert preview_regrade(plan).changes == ()


def test_who_is_right_on_the_new_cases_too_changes_nothing(attempt: Attempt, plan: Plan) -> None:
    run_for_regrade(plan)
    run_answer(AnswerRun.objects.get().pk, bench=Bench())
    preview = preview_regrade(plan)
    assert (preview.changes, preview.is_complete) == ((), True)


def test_a_sandbox_that_fails_costs_nothing_and_can_be_asked_again(
    attempt: Attempt, plan: Plan
) -> None:
    run_for_regrade(plan)
    for _ in range(MAX_TRIES):
        run_answer(AnswerRun.objects.get().pk, bench=Bench(fails=1))
    assert AnswerRun.objects.get().state == AnswerRun.State.FAILED
    assert preview_regrade(plan).to_run == {"bug": 1}
    attempt.refresh_from_db()
    assert attempt.points == 1
    assert run_for_regrade(plan) == 1


def test_points_can_be_given_without_any_run(plan: Plan, instructor: User) -> None:
    given = Plan(course=plan.course, quiz=plan.quiz, rule="full", question="bug")
    preview = preview_regrade(given)
    assert (preview.to_run, preview.is_complete) == ({}, True)


def test_an_instructor_has_them_run_on_the_page(
    plan: Plan, client_of: Callable[[User | None], Client], instructor: User, assistant: User
) -> None:
    where = f"/courses/{plan.course.slug}/every-kind/quizzes/{plan.quiz.slug}/regrade/"
    assert client_of(assistant).post(where, {"rule": "key", "run": "yes"}).status_code == 403
    assert AnswerRun.objects.get().revision is None
    client = client_of(instructor)
    page = client.get(where).content.decode()
    assert "must be run on them first" in page
    assert "Change these marks" not in page
    page = client.post(where, {"rule": "key", "run": "yes"}, follow=True).content.decode()
    assert "1 answer being run" in page
    assert AnswerRun.objects.get().revision == plan.quiz.current


def test_a_late_function_is_run_on_the_cases_of_the_key_that_holds(
    attempt: Attempt, plan: Plan, instructor: User
) -> None:
    run_for_regrade(plan)
    run_answer(AnswerRun.objects.get().pk, bench=Bench(mean=first_three))
    fingerprint = preview_regrade(plan).fingerprint
    apply_regrade(plan=plan, by=instructor, reason="A case more.", fingerprint=fingerprint)
    late = LateArrival.objects.create(
        attempt=attempt, question="bug", answer=ANSWER.replace("[:3]", ""), waited_seconds=1.0
    )
    count_late_arrival(late=late, by=instructor, reason="The network was down.")
    bench = Bench()
    run_answer(AnswerRun.objects.get().pk, bench=bench)
    assert len(bench.calls[0].arguments) == 4
    attempt.refresh_from_db()
    assert attempt.points == 1
