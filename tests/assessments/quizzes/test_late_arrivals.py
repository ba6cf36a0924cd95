"""Answers that came after the end: shown in words, and counted where an instructor says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from assessments.accounts.models import User
from assessments.courses.models import Course, Enrolment, Module, Quiz, Schedule
from assessments.quizzes.answering import TooLate, save_response
from assessments.quizzes.finishing import close_if_over, finish_attempt
from assessments.quizzes.late_arrivals import CannotCount, count_late_arrival
from assessments.quizzes.models import AnswerRun, Attempt, LateArrival, Marking
from assessments.quizzes.receipts import differences, receipt_of, verify_receipt
from assessments.quizzes.regrading import Plan, apply_regrade, preview_regrade
from assessments.quizzes.running import run_answer
from assessments.quizzes.starting import start_attempt

from .benches import Bench
from .conftest import RIGHT

ClientOf = Callable[[User | None], Client]
MENDED = "def mean(values):\n    return sum(values) / len(values)\n"


def late_for(attempt: Attempt, question: str, sent: object) -> LateArrival:
    """An answer that came a minute after the attempt had been closed by its deadline."""
    now = timezone.now()
    course = attempt.enrolment.course
    Schedule.objects.create(course=course, quiz=attempt.quiz, time_limit=1)
    Attempt.objects.filter(pk=attempt.pk).update(
        policy={**attempt.policy, "time_limit": 1},
        started_at=now - timedelta(minutes=2),
        ends_at=now - timedelta(minutes=1),
    )
    attempt.refresh_from_db()
    assert close_if_over(attempt)
    with pytest.raises(TooLate):
        save_response(attempt=attempt, question=question, sent=sent, sequence=9)  # type: ignore[arg-type]
    return attempt.late_arrivals.latest("pk")


@pytest.fixture
def late(attempt: Attempt) -> LateArrival:
    """The right number, too late; the wrong one is stored."""
    save_response(attempt=attempt, question="shrink-factor", sent="0.5", sequence=1)
    return late_for(attempt, "shrink-factor", RIGHT["shrink-factor"])


def test_it_counts_nothing_until_somebody_says_so(late: LateArrival, attempt: Attempt) -> None:
    attempt.refresh_from_db()
    assert attempt.points == 0


def test_counting_it_keeps_both_answers_and_both_marks(
    late: LateArrival, attempt: Attempt, instructor: User
) -> None:
    regrade = count_late_arrival(late=late, by=instructor, reason="The network was down.")
    attempt.refresh_from_db()
    late.refresh_from_db()
    response = attempt.responses.get(question="shrink-factor")
    assert (attempt.points, response.answer, late.replaced) == (2, "0.9", "0.5")
    assert [each.points for each in response.markings.all()] == [0, 2]
    assert (regrade.made_by, regrade.reason) == (instructor, "The network was down.")
    assert late.regrade == regrade


def test_counting_it_again_changes_nothing(
    late: LateArrival, attempt: Attempt, instructor: User
) -> None:
    first = count_late_arrival(late=late, by=instructor, reason="The network was down.")
    assert count_late_arrival(late=late, by=instructor, reason="Again.") == first
    assert Marking.objects.filter(response__question="shrink-factor").count() == 2


def test_an_answer_to_a_question_without_one_counts_too(attempt: Attempt, instructor: User) -> None:
    late = late_for(attempt, "active-in-evaluation", False)
    count_late_arrival(late=late, by=instructor, reason="The network was down.")
    attempt.refresh_from_db()
    assert attempt.points == attempt.responses.get().points
    assert attempt.points > 0


def test_a_receipt_from_before_tells_that_it_was_answered_again(
    late: LateArrival, attempt: Attempt, instructor: User
) -> None:
    receipt = verify_receipt(receipt_of(attempt))
    count_late_arrival(late=late, by=instructor, reason="The network was down.")
    assert differences(receipt) == ["shrink-factor: answered again since"]


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501, "a\0b"])
def test_it_needs_a_reason_that_can_be_shown(
    late: LateArrival, instructor: User, reason: str
) -> None:
    with pytest.raises(CannotCount):
        count_late_arrival(late=late, by=instructor, reason=reason)
    assert not Marking.objects.filter(regrade__isnull=False).exists()


@pytest.mark.parametrize("rule", ["full", "discount"])
def test_a_question_that_was_given_or_taken_out_stays_so(
    late: LateArrival, quiz: Quiz, instructor: User, rule: str
) -> None:
    course = late.attempt.enrolment.course
    plan = Plan(course=course, quiz=quiz, rule=rule, question="shrink-factor")
    fingerprint = preview_regrade(plan).fingerprint
    apply_regrade(plan=plan, by=instructor, reason="Unclear.", fingerprint=fingerprint)
    with pytest.raises(CannotCount):
        count_late_arrival(late=late, by=instructor, reason="The network was down.")


def test_marking_anew_by_the_same_key_leaves_what_was_counted(
    late: LateArrival, quiz: Quiz, instructor: User
) -> None:
    count_late_arrival(late=late, by=instructor, reason="The network was down.")
    plan = Plan(course=late.attempt.enrolment.course, quiz=quiz)
    assert preview_regrade(plan).changes == ()


def test_a_function_waits_for_the_cell_and_is_never_marked_by_what_was_found_of_another(
    course: Course, enrolment: Enrolment, instructor: User
) -> None:
    module = Module.objects.get(slug="every-kind")
    course.modules.add(module)
    quiz = Quiz.objects.select_related("current").get(module=module)
    attempt, _ = start_attempt(enrolment=enrolment, quiz=quiz)
    wrong = MENDED.replace("len(values)", "2")
    save_response(attempt=attempt, question="bug", sent=wrong, sequence=1)
    late = late_for(attempt, "bug", MENDED)
    run_answer(AnswerRun.objects.get().pk, bench=Bench(mean=lambda values: sum(values) / 2))
    assert attempt.responses.get(question="bug").points == 0
    count_late_arrival(late=late, by=instructor, reason="The network was down.")
    response = attempt.responses.get(question="bug")
    assert (response.points, response.verdict) == (None, "being_checked")
    run_answer(AnswerRun.objects.get().pk, bench=Bench())
    response.refresh_from_db()
    assert (response.points, response.verdict) == (1.0, "right")
    assert [each.points for each in response.markings.all()] == [None, 0.0, None, 1.0]


def test_staff_read_it_beside_the_stored_answer(
    late: LateArrival, client_of: ClientOf, assistant: User
) -> None:
    page = client_of(assistant).get(f"/attempts/{late.attempt_id}/review/").content.decode()
    section = page[page.index('id="late"') :]
    assert section.index("Arrived late") < section.index("0.9") < section.index("0.5")
    assert "Count this answer" not in page


def test_what_was_typed_is_shown_escaped(
    attempt: Attempt, client_of: ClientOf, instructor: User
) -> None:
    late_for(attempt, "shrink-factor", "<b>0.9</b>")
    page = client_of(instructor).get(f"/attempts/{attempt.pk}/review/").content.decode()
    assert "<b>0.9</b>" not in page
    assert "&lt;b&gt;0.9&lt;/b&gt;" in page


def test_an_instructor_counts_it_on_the_review(
    late: LateArrival, client_of: ClientOf, instructor: User, learner: User
) -> None:
    client = client_of(instructor)
    review = f"/attempts/{late.attempt_id}/review/"
    assert "Count this answer" in client.get(review).content.decode()
    where = f"/attempts/{late.attempt_id}/late/{late.pk}/count/"
    page = client.post(where, {"reason": "The network was down."}, follow=True).content.decode()
    assert "Count this answer" not in page
    seen = client_of(learner).get(review).content.decode()
    assert "The network was down." in seen
    assert "Counts since" in seen


def test_nobody_else_counts_it(
    late: LateArrival,
    client_of: ClientOf,
    learner: User,
    classmate: User,
    assistant: User,
    stranger: User,
    instructor: User,
) -> None:
    where = f"/attempts/{late.attempt_id}/late/{late.pk}/count/"
    told = [
        client_of(user).post(where, {"reason": "For me."}).status_code
        for user in (None, learner, classmate, assistant, stranger)
    ]
    assert told == [302, 403, 404, 403, 404]
    assert client_of(instructor).get(where).status_code == 405
    late.refresh_from_db()
    assert late.regrade is None


def test_one_of_another_attempt_is_not_found(
    late: LateArrival, client_of: ClientOf, instructor: User, classmate: User, quiz: Quiz
) -> None:
    other, _ = start_attempt(enrolment=Enrolment.objects.get(user=classmate), quiz=quiz)
    finish_attempt(attempt=other)
    where = f"/attempts/{other.pk}/late/{late.pk}/count/"
    assert client_of(instructor).post(where, {"reason": "Right."}).status_code == 404
