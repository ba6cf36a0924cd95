"""What is stored when a program is sent in, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import TestCase
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from assessments.courses.models import Assignment, Enrolment
from assessments.submissions.models import Submission
from assessments.submissions.submitting import (
    NotText,
    TooLarge,
    TooMany,
    read_source,
    submit,
)

from .conftest import SOURCE, Rings, Submit


def test_a_submission_is_stored_with_its_revision_and_queued(
    submit_one: Submit, assignment: Assignment
) -> None:
    stored = Submission.objects.get(pk=submit_one().pk)
    assert stored.source == SOURCE
    assert stored.revision == assignment.current
    assert stored.state == Submission.State.QUEUED
    assert stored.max_points == 10


def test_a_worker_is_told_only_when_the_submission_is_safe(
    submit_one: Submit, rings: Rings
) -> None:
    with TestCase.captureOnCommitCallbacks(execute=False) as callbacks:
        stored = submit_one()
    assert rings() == []
    for callback in callbacks:
        callback()
    assert rings() == [str(stored.pk)]


@pytest.fixture
def broken_spool() -> Iterator[None]:
    """A file where the folder of messages should be."""
    folder = settings.DATA / "broker"
    aside = settings.DATA / "broker-aside"
    folder.mkdir(exist_ok=True)
    folder.rename(aside)
    folder.touch()
    yield
    folder.unlink()
    aside.rename(folder)


@pytest.mark.usefixtures("broken_spool")
@pytest.mark.skipif(
    not settings.CELERY_BROKER_URL.startswith("filesystem:"), reason="breaks the folder's broker"
)
def test_a_broker_that_is_away_costs_nothing(
    submit_one: Submit, caplog: pytest.LogCaptureFixture
) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        stored = submit_one()
    assert Submission.objects.filter(pk=stored.pk).exists()
    assert "no worker could be told" in caplog.text


def test_the_same_learner_gets_the_same_seed_again(submit_one: Submit) -> None:
    assert submit_one().seed == submit_one("other = 1\n").seed


def test_another_learner_gets_another_seed(submit_one: Submit, classmate: object) -> None:
    other = Enrolment.objects.get(user=classmate)
    assert submit_one().seed != submit_one(by=other).seed


def test_ends_of_line_and_byte_order_mark_are_made_plain(submit_one: Submit) -> None:
    assert submit_one(b"\xef\xbb\xbfa = 1\r\nb = 2\r").source == "a = 1\nb = 2\n"


def test_an_empty_program_is_taken_for_the_report_will_say_it(submit_one: Submit) -> None:
    assert submit_one("").source == ""


def test_too_long_a_program_is_refused_with_both_lengths() -> None:
    with pytest.raises(TooLarge, match="5,120 KiB long; this assignment takes 64 KiB"):
        read_source("#" * (5 << 20), limit_kib=64)


def test_the_limit_counts_bytes_and_is_itself_allowed() -> None:
    assert read_source("é" * 512, limit_kib=1) == "é" * 512
    with pytest.raises(TooLarge):
        read_source("é" * 513, limit_kib=1)


@pytest.mark.parametrize(
    ("source", "line"),
    [(b"a\nb\xff", 2), ("a\nb\nc\0", 3), ("a\ud800", 1), (b"\x80\x04", 1)],
)
def test_what_is_not_text_is_refused_with_its_line(source: str | bytes, line: int) -> None:
    with pytest.raises(NotText, match=f"Line {line} "):
        read_source(source, limit_kib=64)


@given(st.text())
def test_any_text_is_taken_unless_it_says_why(text: str) -> None:
    try:
        taken = read_source(text, limit_kib=64)
    except NotText:
        assert "\0" in text or any("\ud800" <= character <= "\udfff" for character in text)
    else:
        assert taken.encode().decode() == taken
        assert "\r" not in taken


@pytest.fixture
def hour_used_up(submit_one: Submit) -> list[Submission]:
    """Ten submissions, the oldest half an hour ago."""
    sent = [submit_one() for _ in range(10)]
    Submission.objects.filter(pk=sent[0].pk).update(
        submitted_at=timezone.now() - timedelta(minutes=30)
    )
    return sent


def test_the_eleventh_of_an_hour_is_refused_with_the_time_of_the_next(
    hour_used_up: list[Submission], submit_one: Submit
) -> None:
    with pytest.raises(TooMany, match=r"10 submissions of this hour.* in 30 minutes") as refused:
        submit_one()
    in_half_an_hour = timezone.now() + timedelta(minutes=30)
    assert abs(refused.value.again_at - in_half_an_hour) < timedelta(minutes=1)
    assert Submission.objects.count() == 10


def test_what_failed_by_our_fault_is_not_counted(
    hour_used_up: list[Submission], submit_one: Submit
) -> None:
    Submission.objects.filter(pk=hour_used_up[3].pk).update(state=Submission.State.FAILED)
    submit_one()


def test_after_an_hour_it_is_possible_again(
    hour_used_up: list[Submission], submit_one: Submit
) -> None:
    Submission.objects.filter(pk=hour_used_up[0].pk).update(
        submitted_at=timezone.now() - timedelta(minutes=61)
    )
    submit_one()


def test_a_classmate_has_an_hour_of_their_own(
    hour_used_up: list[Submission], assignment: Assignment, classmate: object
) -> None:
    other = Enrolment.objects.get(user=classmate)
    submit(enrolment=other, assignment=assignment, source=SOURCE)
