"""A quiz that is marked anew changes grades, stands in the log, and looks like no tampering."""

from __future__ import annotations

from assessments.accounts.models import User
from assessments.courses.models import Course, Enrolment, Quiz
from assessments.gradebook.keeping import freshen
from assessments.gradebook.models import CourseGrade, GradeEvent
from assessments.gradebook.verifying import faults_of
from assessments.quizzes.finishing import finish_attempt
from assessments.quizzes.models import Attempt
from assessments.quizzes.regrading import Plan, apply_regrade, preview_regrade
from assessments.quizzes.starting import start_attempt


def regrade(course: Course, quiz: Quiz, by: User) -> None:
    """Gives everybody all points of the first question."""
    question = quiz.current.document["questions"][0]["id"]  # type: ignore[union-attr]
    plan = Plan(course=course, quiz=quiz, rule="full", question=question)
    seen = preview_regrade(plan).fingerprint
    apply_regrade(plan=plan, by=by, reason="It had no right answer", fingerprint=seen)


def test_a_regrade_of_a_quiz_is_seen_and_logged(
    course: Course, quiz: Quiz, enrolment: Enrolment, instructor: User
) -> None:
    attempt, _ = start_attempt(enrolment=enrolment, quiz=quiz)
    finish_attempt(attempt=attempt, answers={}, anyway=True)
    freshen(course)
    assert CourseGrade.objects.get(enrolment=enrolment).points == 0
    regrade(course, quiz, instructor)
    freshen(course)
    points = Attempt.objects.get(pk=attempt.pk).points
    assert points
    assert CourseGrade.objects.get(enrolment=enrolment).points == points
    event = GradeEvent.objects.get(deed="regraded")
    assert (event.details["was"], event.details["points"]) == (0, points)
    freshen(course)
    assert GradeEvent.objects.filter(deed="regraded").count() == 1
    assert list(faults_of(course)) == []


def test_points_that_no_regrade_explains_are_found(
    course: Course, quiz: Quiz, enrolment: Enrolment, instructor: User
) -> None:
    attempt, _ = start_attempt(enrolment=enrolment, quiz=quiz)
    finish_attempt(attempt=attempt, answers={}, anyway=True)
    freshen(course)
    regrade(course, quiz, instructor)
    freshen(course)
    Attempt.objects.update(points=6)
    assert list(faults_of(course))
