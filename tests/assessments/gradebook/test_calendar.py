"""Due dates as a feed: the learner's own, by an address that cannot be guessed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from icalendar import Calendar

from assessments.accounts.models import User
from assessments.courses.extending import Granted, grant_extension
from assessments.courses.models import Course, Enrolment, Quiz, Schedule
from assessments.gradebook.calendar import token_of

from .conftest import MakesAttempt

ClientOf = Callable[[User | None], Client]
DUE = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


@pytest.fixture
def scheduled(course: Course, quiz: Quiz) -> Quiz:
    """The quiz, due on a day."""
    Schedule.objects.create(course=course, quiz=quiz, due_at=DUE)
    return quiz


def feed(enrolment: Enrolment) -> Calendar:
    """The feed, asked for by a program that is signed in nowhere."""
    answer = Client().get(f"/calendar/{token_of(enrolment)}.ics")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    return Calendar.from_ical(answer.content)


def test_it_holds_what_is_due(enrolment: Enrolment, scheduled: Quiz) -> None:
    (event,) = feed(enrolment).walk("VEVENT")
    assert (str(event["SUMMARY"]), event["DTSTART"].dt) == ("Due: Regularization", DUE)


def test_an_extension_moves_the_learners_own(
    course: Course, enrolment: Enrolment, scheduled: Quiz, instructor: User
) -> None:
    later = DUE.replace(day=9)
    grant_extension(
        course=course, by=instructor, whom=enrolment, item=scheduled,
        granted=Granted(due_at=later), reason="Ill",
    )  # fmt: skip
    (event,) = feed(enrolment).walk("VEVENT")
    assert event["DTSTART"].dt == later


def test_it_holds_no_grade(
    enrolment: Enrolment, learner: User, scheduled: Quiz, attempted: MakesAttempt
) -> None:
    attempted(learner, 4.5)
    assert b"4.5" not in feed(enrolment).to_ical()
    assert b"Lea" not in feed(enrolment).to_ical()


@pytest.mark.parametrize("token", ["nothing", "a:b", ":", "x" * 400])
def test_a_guessed_address_finds_nothing(db: None, token: str) -> None:
    assert Client().get(f"/calendar/{token}.ics").status_code == 404


def test_one_learners_address_with_anothers_id_finds_nothing(
    course: Course, enrolment: Enrolment, classmate: User
) -> None:
    other = Enrolment.objects.get(course=course, user=classmate)
    mine, theirs = token_of(enrolment), token_of(other)
    forged = f"{theirs.rpartition(':')[0]}:{mine.rpartition(':')[2]}"
    assert Client().get(f"/calendar/{forged}.ics").status_code == 404
