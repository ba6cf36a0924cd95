"""A regrade shows who changes before anything does, keeps the old reports, and is applied once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from assessments.accounts.models import User
from assessments.courses.models import Assignment, Course, Enrolment
from assessments.gradebook.keeping import freshen
from assessments.gradebook.models import CourseGrade, GradeEvent, Regrade, RegradedSubmission
from assessments.gradebook.regrading import (
    LEASE,
    RegradeRefused,
    apply_regrade,
    changes_of,
    progress_of,
    regrade_one,
    start_regrade,
    waiting,
)
from assessments.gradebook.verifying import faults_of
from assessments.submissions.models import Submission
from grader.errors import SandboxError
from tests.assessments.submissions.benches import ScriptedBench

from .conftest import MakesSubmission

ClientOf = Callable[[User | None], Client]


@pytest.fixture
def old(learner: User, submitted: MakesSubmission) -> Submission:
    """A program that has eight of ten points."""
    submission = submitted(learner, 8)
    submission.report = {"score": 8, "max_score": 10, "criteria": [{"points": 8}]}
    submission.save()
    return submission


@pytest.fixture
def regrade(course: Course, assignment: Assignment, instructor: User, old: Submission) -> Regrade:
    """A regrade of it, begun."""
    freshen(course)
    return start_regrade(course=course, assignment=assignment, by=instructor, reason="New data")


def run(bench: ScriptedBench) -> None:
    """What the workers do."""
    for row in waiting():
        regrade_one(row, bench=bench)


def test_nothing_changes_before_it_is_applied(regrade: Regrade, old: Submission) -> None:
    run(ScriptedBench())
    old.refresh_from_db()
    assert old.points == 8
    (row,) = changes_of(regrade)
    assert (row.old_points, row.points) == (8, 10)


def test_applying_changes_points_grade_and_log_and_keeps_the_old_report(
    course: Course, regrade: Regrade, old: Submission, instructor: User, enrolment: Enrolment
) -> None:
    run(ScriptedBench())
    assert apply_regrade(regrade, by=instructor) == 1
    old.refresh_from_db()
    assert (old.points, old.report["score"]) == (10, 10)
    assert CourseGrade.objects.get(enrolment=enrolment).so_far == 100
    assert RegradedSubmission.objects.get().old_report == {
        "score": 8, "max_score": 10, "criteria": [{"points": 8}],
    }  # fmt: skip
    event = GradeEvent.objects.get(deed="regraded")
    assert (event.details["was"], event.details["points"]) == (8, 10)
    assert event.details["why"] == "New data"
    assert list(faults_of(course)) == []


def test_it_is_applied_when_complete_and_once(regrade: Regrade, instructor: User) -> None:
    with pytest.raises(RegradeRefused, match="Not everything"):
        apply_regrade(regrade, by=instructor)
    run(ScriptedBench())
    apply_regrade(regrade, by=instructor)
    with pytest.raises(RegradeRefused, match="already"):
        apply_regrade(regrade, by=instructor)


def test_the_same_seed_is_used(regrade: Regrade, old: Submission) -> None:
    bench = ScriptedBench()
    run(bench)
    assert bench.graded == [(old.source, old.seed)]


def test_a_fault_of_ours_is_tried_again_and_changes_nothing_in_the_end(
    regrade: Regrade, old: Submission, instructor: User
) -> None:
    bench = ScriptedBench(errors=[SandboxError("gone")] * 3)
    for _ in range(3):
        run(bench)
    assert progress_of(regrade).failed == 1
    apply_regrade(regrade, by=instructor)
    old.refresh_from_db()
    assert old.points == 8


def test_what_a_dead_worker_left_is_brought_back(regrade: Regrade) -> None:
    claimed_at = timezone.now() - LEASE - timedelta(seconds=1)
    RegradedSubmission.objects.update(state="grading", claimed_at=claimed_at, tries=1)
    assert len(waiting()) == 1


def test_two_workers_do_not_grade_the_same(regrade: Regrade) -> None:
    (row,) = waiting()
    bench = ScriptedBench()
    regrade_one(row, bench=bench)
    regrade_one(row, bench=bench)
    assert len(bench.graded) == 1


def test_what_changed_meanwhile_is_left_alone(
    regrade: Regrade, old: Submission, instructor: User
) -> None:
    run(ScriptedBench())
    Submission.objects.update(points=3)
    apply_regrade(regrade, by=instructor)
    old.refresh_from_db()
    assert old.points == 3


def test_it_needs_a_reason_and_something_to_grade(
    course: Course, assignment: Assignment, instructor: User
) -> None:
    for reason in ("", "New data"):
        with pytest.raises(RegradeRefused):
            start_regrade(course=course, assignment=assignment, by=instructor, reason=reason)
    assert not Regrade.objects.exists()


def test_the_pages_lead_from_the_reason_to_the_points(
    client_of: ClientOf, instructor: User, assignment: Assignment, old: Submission
) -> None:
    client = client_of(instructor)
    item = f"/courses/deep-learning/gradebook/assignment-{assignment.pk}/"
    where = client.post(f"{item}regrade/", {"reason": "New data"})["Location"]
    assert "0 of 1 programs" in client.get(where).content.decode()
    run(ScriptedBench())
    assert "8 of 10" in client.get(where).content.decode()
    client.post(f"{where}apply/")
    old.refresh_from_db()
    assert old.points == 10
