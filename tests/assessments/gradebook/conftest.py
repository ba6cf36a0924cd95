"""Marked work, stored as the two flows store it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest

from assessments.accounts.models import User
from assessments.courses.models import Assignment, Course, Enrolment, Quiz
from assessments.quizzes.models import Attempt
from assessments.submissions.models import Submission

DAY_ONE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class MakesAttempt(Protocol):
    """Stores an attempt; points None leaves it open."""

    def __call__(self, user: User, points: float | None, *, day: int = 0) -> Attempt:
        """The attempt."""


class MakesSubmission(Protocol):
    """Stores a submission; points stand only in a graded one."""

    def __call__(
        self, user: User, points: float | None, *, state: str = "graded", day: int = 0
    ) -> Submission:
        """The submission."""


@pytest.fixture
def staff(course: Course, instructor: User) -> Enrolment:
    """The instructor's part."""
    return Enrolment.objects.select_related("course").get(course=course, user=instructor)


@pytest.fixture
def attempted(course: Course, quiz: Quiz) -> MakesAttempt:
    """A learner has taken the quiz of six points."""

    def make(user: User, points: float | None, *, day: int = 0) -> Attempt:
        enrolment = Enrolment.objects.get(course=course, user=user)
        assert quiz.current is not None
        return Attempt.objects.create(
            enrolment=enrolment,
            quiz=quiz,
            revision=quiz.current,
            number=Attempt.objects.filter(enrolment=enrolment, quiz=quiz).count() + 1,
            seed=1,
            finished_at=None if points is None else DAY_ONE + timedelta(days=day),
            points=points,
            max_points=quiz.current.max_points,
        )

    return make


@pytest.fixture
def submitted(course: Course, assignment: Assignment) -> MakesSubmission:
    """A learner has sent in a program for the assignment of ten points."""

    def make(
        user: User, points: float | None, *, state: str = "graded", day: int = 0
    ) -> Submission:
        assert assignment.current is not None
        submission = Submission.objects.create(
            enrolment=Enrolment.objects.get(course=course, user=user),
            revision=assignment.current,
            source="pass",
            seed=1,
            state=state,
            points=points,
            max_points=assignment.current.max_points,
        )
        Submission.objects.filter(pk=submission.pk).update(
            submitted_at=DAY_ONE + timedelta(days=day)
        )
        return submission

    return make
