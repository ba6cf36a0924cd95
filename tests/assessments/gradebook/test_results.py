"""The best counts; the newest tells the state."""

from __future__ import annotations

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.accounts.models import User
from assessments.courses.models import Course, Enrolment
from assessments.gradebook.learners import record_of
from assessments.gradebook.results import Result, result_of
from assessments.gradebook.standing import Standing, standing_of
from assessments.quizzes.models import Attempt

from .conftest import MakesAttempt, MakesSubmission


def only(enrolment: Enrolment) -> Result:
    """The one result there is."""
    cells = record_of(enrolment, seen_by_staff=True).grade.cells
    (result,) = [result_of(cell) for cell in cells if cell.works]
    return result


def standing(course: Course, user: User) -> Standing:
    """Where a member stands."""
    enrolment = Enrolment.objects.select_related("course").get(course=course, user=user)
    return standing_of(enrolment)


def test_the_best_attempt_counts(
    learner: User, enrolment: Enrolment, attempted: MakesAttempt
) -> None:
    attempted(learner, 2)
    best = attempted(learner, 5, day=1)
    attempted(learner, 4, day=2)
    result = only(enrolment)
    assert (result.points, result.marked_count) == (5, 3)
    assert result.url == reverse("quizzes:review", args=[best.pk])


def test_of_equal_ones_the_earlier_counts(
    learner: User, enrolment: Enrolment, attempted: MakesAttempt
) -> None:
    first = attempted(learner, 4, day=1)
    attempted(learner, 4, day=2)
    assert only(enrolment).achieved_at == first.finished_at


def test_the_best_is_the_largest_share_when_a_revision_changed_the_points(
    learner: User, enrolment: Enrolment, attempted: MakesAttempt
) -> None:
    attempted(learner, 6)
    larger = attempted(learner, 7, day=1)
    Attempt.objects.filter(pk=larger.pk).update(max_points=14)
    assert (only(enrolment).points, only(enrolment).max_points) == (6, 6)


def test_an_attempt_of_no_points_is_a_result(
    learner: User, enrolment: Enrolment, attempted: MakesAttempt
) -> None:
    attempted(learner, 0)
    assert only(enrolment).points == 0


def test_an_open_attempt_is_shown_beside_the_best(
    learner: User, enrolment: Enrolment, attempted: MakesAttempt
) -> None:
    attempted(learner, 3)
    running = attempted(learner, None)
    result = only(enrolment)
    assert (result.state, result.points) == ("open", 3)
    assert result.newest_url == reverse("quizzes:attempt", args=[running.pk])


@pytest.mark.parametrize("state", ["queued", "grading", "failed"])
def test_what_is_not_graded_gives_no_points_and_takes_none(
    learner: User, enrolment: Enrolment, submitted: MakesSubmission, state: str
) -> None:
    submitted(learner, 8)
    submitted(learner, None, state=state, day=1)
    result = only(enrolment)
    assert (result.state, result.points, result.marked_count) == (state, 8, 1)


def test_an_older_failure_is_forgotten_after_a_newer_grading(
    learner: User, enrolment: Enrolment, submitted: MakesSubmission
) -> None:
    submitted(learner, None, state="failed")
    submitted(learner, 2, day=1)
    assert only(enrolment).state == "graded"


def test_another_learners_work_is_not_counted(
    learner: User, classmate: User, enrolment: Enrolment, attempted: MakesAttempt
) -> None:
    attempted(classmate, 6)
    assert not any(cell.works for cell in record_of(enrolment, seen_by_staff=True).grade.cells)


def test_the_total_counts_what_is_missing_as_nothing(
    course: Course, learner: User, attempted: MakesAttempt
) -> None:
    attempted(learner, 4.5)
    total = standing(course, learner).total
    assert (total.points, total.max_points) == (4.5, 16)


def test_a_beginner_begins_at_the_beginning(course: Course, learner: User) -> None:
    step = standing(course, learner).next
    assert step is not None
    assert step.entry.slug == "weight-decay"


def test_after_the_quiz_comes_the_assignment(
    course: Course, learner: User, attempted: MakesAttempt
) -> None:
    attempted(learner, 1)
    step = standing(course, learner).next
    assert step is not None
    assert step.entry.kind == "assignment"


def test_an_open_attempt_comes_before_anything_else(
    course: Course, learner: User, attempted: MakesAttempt, submitted: MakesSubmission
) -> None:
    attempted(learner, None)
    submitted(learner, 10)
    step = standing(course, learner).next
    assert step is not None
    assert step.result is not None
    assert step.result.state == "open"


def test_a_gap_left_behind_comes_at_the_end(
    course: Course, learner: User, submitted: MakesSubmission
) -> None:
    submitted(learner, 10)
    step = standing(course, learner).next
    assert step is not None
    assert step.entry.kind == "quiz"


def test_nothing_comes_after_everything(
    course: Course, learner: User, attempted: MakesAttempt, submitted: MakesSubmission
) -> None:
    attempted(learner, 1)
    submitted(learner, 1)
    assert standing(course, learner).next is None


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(works=st.lists(st.tuples(st.integers(0, 6), st.integers(0, 5)), min_size=1, max_size=6))
def test_the_database_chooses_like_a_plain_maximum(
    learner: User,
    enrolment: Enrolment,
    attempted: MakesAttempt,
    works: list[tuple[int, int]],
) -> None:
    Attempt.objects.all().delete()
    made = [attempted(learner, points, day=day) for points, day in works]
    best = max(made, key=lambda each: (each.points, -each.finished_at.timestamp()))
    result = only(enrolment)
    assert (result.points, result.achieved_at) == (best.points, best.finished_at)
