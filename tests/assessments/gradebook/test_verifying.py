"""Whatever is changed behind the service's back is found."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from assessments.accounts.models import User
from assessments.courses.models import Course, Enrolment, Quiz
from assessments.gradebook.adjusting import Change, adjust
from assessments.gradebook.keeping import freshen
from assessments.gradebook.models import (
    Adjustment,
    AppendOnly,
    CourseGrade,
    GradeEvent,
    Ledger,
)
from assessments.quizzes.finishing import finish_attempt
from assessments.quizzes.models import Attempt, Response
from assessments.quizzes.starting import start_attempt
from assessments.submissions.models import Submission

from .conftest import MakesSubmission


@pytest.fixture
def settled(
    course: Course,
    learner: User,
    enrolment: Enrolment,
    quiz: Quiz,
    instructor: User,
    submitted: MakesSubmission,
) -> Course:
    """A course with an attempt, a submission and an override, all of it in the log."""
    attempt, _ = start_attempt(enrolment=enrolment, quiz=quiz)
    finish_attempt(attempt=attempt, answers={}, anyway=True)
    Response.objects.create(attempt=attempt, question="what-it-pulls", answer=None, points=0.0)
    submission = submitted(learner, 8)
    submission.report = {"score": 8, "max_score": 10, "criteria": [{"points": 8}]}
    submission.save()
    freshen(course)
    change = Change(enrolment, f"quiz-{quiz.pk}", points=5.0, reason="A wrong key")
    adjust(course=course, changes=[change], by=instructor)
    return course


def verify(*arguments: str) -> str:
    """What the command prints; CommandError carries the count of faults."""
    out = StringIO()
    try:
        call_command("verify_grades", *arguments, stdout=out)
    except CommandError as error:
        return out.getvalue() + str(error)
    return out.getvalue()


def test_an_honest_course_has_no_faults(settled: Course) -> None:
    assert "everything follows" in verify("deep-learning")


def change_points_of_an_attempt() -> None:
    Attempt.objects.update(points=6)


def change_an_answer() -> None:
    Response.objects.update(answer="decay")


def change_a_report() -> None:
    Submission.objects.update(report={"score": 10, "max_score": 10, "criteria": []}, points=10)


def change_a_program() -> None:
    Submission.objects.update(source="import torch")


def change_an_override() -> None:
    Adjustment.objects.update(points=6)


def slip_an_override_away() -> None:
    Adjustment.objects.all().delete()


def change_a_stored_grade() -> None:
    CourseGrade.objects.update(so_far=99)


def change_an_event() -> None:
    event = GradeEvent.objects.filter(deed="overridden")
    event.update(details={"from": None, "to": 6.0, "why": "A wrong key"})


def change_who_did_it() -> None:
    GradeEvent.objects.filter(deed="overridden").update(by=None)


def take_the_first_event_out() -> None:
    GradeEvent.objects.filter(number=1).delete()


def take_the_last_event_out() -> None:
    GradeEvent.objects.filter(deed="overridden").delete()
    Adjustment.objects.all().delete()


def forget_the_end_too() -> None:
    take_the_last_event_out()
    ledger = Ledger.objects.get()
    Ledger.objects.update(length=ledger.length - 1)


@pytest.mark.parametrize(
    "tampering",
    [
        change_points_of_an_attempt,
        change_an_answer,
        change_a_report,
        change_a_program,
        change_an_override,
        slip_an_override_away,
        change_a_stored_grade,
        change_an_event,
        change_who_did_it,
        take_the_first_event_out,
        take_the_last_event_out,
        forget_the_end_too,
    ],
)
def test_tampering_is_found(settled: Course, tampering: Callable[[], None]) -> None:
    tampering()
    assert "fault" in verify("deep-learning")


def test_a_log_set_back_as_a_whole_is_found_by_an_end_kept_elsewhere(settled: Course) -> None:
    ledger = Ledger.objects.get()
    head = f"deep-learning:{ledger.length}:{ledger.head}"
    assert "fault" not in verify("--head", head)
    newest = GradeEvent.objects.get(number=ledger.length)
    take_the_last_event_out()
    Ledger.objects.update(length=ledger.length - 1, head=newest.previous)
    freshen(settled)
    CourseGrade.objects.all().delete()
    freshen(settled)
    assert "fault" not in verify()
    assert "no longer holds event" in verify("--head", head)


def test_an_event_can_be_neither_changed_nor_deleted_by_accident(settled: Course) -> None:
    event = GradeEvent.objects.first()
    assert event is not None
    with pytest.raises(AppendOnly):
        event.save()
    with pytest.raises(AppendOnly):
        event.delete()


def test_an_unknown_course_is_told(db: None) -> None:
    with pytest.raises(CommandError, match="no course nowhere"):
        call_command("verify_grades", "nowhere")
