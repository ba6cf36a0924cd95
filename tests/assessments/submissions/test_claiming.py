"""One submission, one holder, however many reach for it."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from assessments.submissions.claiming import LEASE, Claim, Heartbeat, claim
from assessments.submissions.models import Submission


def held(submission: Submission) -> Claim:
    taken = claim(submission.pk)
    assert taken is not None
    return taken


def test_only_the_first_claim_holds(submission: Submission) -> None:
    assert claim(submission.pk) is not None
    assert claim(submission.pk) is None


def test_a_claim_counts_a_try_and_has_a_lease(submission: Submission) -> None:
    assert held(submission).tries == 1
    submission.refresh_from_db()
    assert submission.lease_expires_at is not None
    assert timezone.now() < submission.lease_expires_at <= timezone.now() + LEASE


def test_what_is_graded_cannot_be_claimed(submission: Submission) -> None:
    assert held(submission).finish(report={}, points=1, max_points=1)
    assert claim(submission.pk) is None


def test_a_lost_claim_changes_nothing(submission: Submission) -> None:
    lost = held(submission)
    assert lost.hand_back()
    new = held(submission)
    assert not lost.extend()
    assert not lost.record({"stage": "training"})
    assert not lost.finish(report={"of": "lost"}, points=1, max_points=1)
    assert not lost.fail("lost")
    assert not lost.give_up("lost")
    assert new.finish(report={"of": "new"}, points=2, max_points=2)
    submission.refresh_from_db()
    assert submission.report == {"of": "new"}


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_gets_it(submission: Submission) -> None:
    taken: list[Claim | None] = []
    start = threading.Barrier(6)

    def reach() -> None:
        start.wait()
        try:
            taken.append(claim(submission.pk))
        finally:
            connection.close()

    threads = [threading.Thread(target=reach) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([one for one in taken if one is not None]) == 1
    assert len(taken) == 6


@pytest.mark.django_db(transaction=True)
def test_a_heartbeat_keeps_a_silent_stage_alive(submission: Submission) -> None:
    claimed = held(submission)
    Submission.objects.update(lease_expires_at=timezone.now() + timedelta(seconds=1))
    with Heartbeat(claimed, every_seconds=0.02):
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            submission.refresh_from_db()
            assert submission.lease_expires_at is not None
            if submission.lease_expires_at > timezone.now() + timedelta(seconds=5):
                return
            time.sleep(0.02)
    pytest.fail("the lease was not extended")
