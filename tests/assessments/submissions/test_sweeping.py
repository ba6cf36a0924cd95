"""What a dead worker or a lost message leaves behind is found."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.submissions import tasks
from assessments.submissions.claiming import claim
from assessments.submissions.models import Submission
from assessments.submissions.sweeping import RING_AT_ONCE, sweep

from .conftest import Rings, Submit

State = Submission.State


def expire(submission: Submission, *, tries: int = 1) -> None:
    """As a worker leaves it that died a while ago."""
    assert claim(submission.pk) is not None
    Submission.objects.filter(pk=submission.pk).update(
        lease_expires_at=timezone.now() - timedelta(seconds=1), tries=tries
    )


def test_an_expired_claim_goes_back_to_the_queue_and_is_rung(
    submission: Submission, rings: Rings
) -> None:
    expire(submission)
    tasks.sweep()
    submission.refresh_from_db()
    assert (submission.state, submission.lease_token) == (State.QUEUED, None)
    assert rings() == [str(submission.pk)]


def test_a_claim_that_is_alive_is_left_alone(submission: Submission) -> None:
    assert claim(submission.pk) is not None
    assert sweep() == []
    submission.refresh_from_db()
    assert submission.state == State.GRADING


def test_after_three_deaths_it_is_failed(submission: Submission) -> None:
    expire(submission, tries=3)
    assert sweep() == []
    submission.refresh_from_db()
    assert submission.state == State.FAILED
    assert "3 times" in submission.failure


def test_a_lost_message_is_rung_again_after_a_while(submission: Submission) -> None:
    assert sweep() == []
    Submission.objects.update(rung_at=timezone.now() - timedelta(seconds=31))
    assert sweep() == [submission.pk]
    assert sweep() == []


@pytest.mark.parametrize("settled", [State.GRADED, State.FAILED])
def test_what_is_settled_is_not_rung(submission: Submission, settled: str) -> None:
    Submission.objects.update(state=settled, rung_at=None)
    assert sweep() == []


def test_of_a_long_queue_only_the_foremost_are_rung_again(submit_one: Submit) -> None:
    sent = [submit_one().pk for _ in range(10)]
    Submission.objects.update(rung_at=None)
    assert sweep() == sent[:RING_AT_ONCE]


def test_places_in_the_queue_count_from_one_in_order_of_arrival(submit_one: Submit) -> None:
    first, second, third = submit_one(), submit_one(), submit_one()
    assert [one.place_in_queue() for one in (first, second, third)] == [1, 2, 3]
    assert claim(first.pk) is not None
    first.refresh_from_db()
    assert [one.place_in_queue() for one in (first, second, third)] == [None, 1, 2]


def test_a_place_in_the_queue_costs_one_query(
    submission: Submission, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        submission.place_in_queue()
