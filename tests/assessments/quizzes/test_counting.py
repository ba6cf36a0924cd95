"""Which attempt counts: each rule, lateness in it, and many learners at the price of one."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from assessments.courses.enrolling import enrol
from assessments.courses.models import Course, Quiz, Schedule
from assessments.courses.questions.policy import Counts
from assessments.quizzes.counting import Worth, counted, counted_attempts
from assessments.quizzes.finishing import finish_attempt
from assessments.quizzes.starting import start_attempt
from tests.conftest import person

from .conftest import RIGHT

AT = datetime(2026, 5, 1, tzinfo=UTC)
RULES: list[Counts] = ["best", "last", "average", "first"]


def worths(shares: list[tuple[float, float]]) -> list[Worth]:
    """Attempts in their order, each of ten points, of such a share and such a credit."""
    return [
        Worth(uuid.uuid4(), number, 10 * share, 10, AT, credit)
        for number, (share, credit) in enumerate(shares, start=1)
    ]


SHARES = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=6)


@given(SHARES, st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_where_the_best_counts_trying_again_never_loses(
    shares: list[tuple[float, float]], another: tuple[float, float]
) -> None:
    before, after = counted("best", worths(shares)), counted("best", worths([*shares, another]))
    assert before is not None
    assert after is not None
    assert after.share >= before.share


@given(SHARES, st.sampled_from(RULES))
def test_what_counts_is_never_outside_what_was_done(
    shares: list[tuple[float, float]], rule: Counts
) -> None:
    found = counted(rule, worths(shares))
    assert found is not None
    each = [share * credit for share, credit in shares]
    assert min(each) - 1e-9 <= found.share <= max(each) + 1e-9


@pytest.mark.parametrize(
    ("rule", "share"), [("best", 0.8), ("last", 0.3), ("first", 0.5), ("average", 1.6 / 3)]
)
def test_each_rule(rule: Counts, share: float) -> None:
    found = counted(rule, worths([(0.5, 1), (0.8, 1), (0.3, 1)]))
    assert found is not None
    assert found.share == pytest.approx(share)


def test_of_equals_the_earlier_one_counts() -> None:
    attempts = worths([(0.5, 1), (0.8, 1), (1, 0.8)])
    found = counted("best", attempts)
    assert found is not None
    assert found.attempt == attempts[1]


def test_nothing_counts_while_nothing_is_finished() -> None:
    assert counted("best", []) is None


def test_what_waits_for_its_mark_hides_nothing_that_is_known() -> None:
    waiting = Worth(uuid.uuid4(), 2, None, 10, AT, 1)
    found = counted("best", [*worths([(0.5, 1)]), waiting])
    assert found is not None
    assert (found.share, found.is_waiting) == (0.5, True)


def test_many_learners_cost_as_many_queries_as_one(course: Course, quiz: Quiz) -> None:
    due_at = timezone.now() - timedelta(minutes=1)
    late = [{"hours": 24, "credit": 50}]
    Schedule.objects.create(course=course, quiz=quiz, due_at=due_at, late=late)
    enrolments, counts = [], []
    for number in range(4):
        enrolment = enrol(course=course, user=person(f"learner-{number}", "L"))
        enrolments.append(enrolment.pk)
        attempt, _ = start_attempt(enrolment=enrolment, quiz=quiz)
        finish_attempt(attempt=attempt, answers=RIGHT)
        with CaptureQueriesContext(connection) as queries:
            found = counted_attempts(course.pk, enrolments)
        counts.append(len(queries))
    assert set(counts) == {3}
    assert {each.share for each in found.values()} == {0.5}
    assert len(found) == 4
