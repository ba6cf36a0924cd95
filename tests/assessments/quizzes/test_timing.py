"""The end of an attempt: who gets how long, what arrives late, and who closes what nobody finishes."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from assessments.accounts.models import User
from assessments.courses.extending import Granted, grant_extension, make_group, withdraw_extension
from assessments.courses.models import Enrolment, Quiz, Schedule
from assessments.quizzes.answering import Save, TooLate, save_response, save_sheet
from assessments.quizzes.attempts import standing
from assessments.quizzes.entering import Entry, EntryRefused, is_within
from assessments.quizzes.finishing import close_if_over, finish_attempt, sweep_attempts
from assessments.quizzes.models import Attempt, LateArrival
from assessments.quizzes.starting import NoAttemptsLeft, NotOpen, start_attempt
from assessments.quizzes.timing import GRACE, clock_of

NUMBER = "shrink-factor"
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def schedule(enrolment: Enrolment, quiz: Quiz) -> Schedule:
    """Ten minutes for an attempt."""
    return Schedule.objects.create(course=enrolment.course, quiz=quiz, time_limit=10)


@pytest.fixture
def timed(schedule: Schedule, attempt: Attempt) -> Attempt:
    """The learner's attempt, just begun, with ten minutes to go."""
    return attempt


def age(attempt: Attempt, by: timedelta) -> Attempt:
    """As if it had been begun that much earlier."""
    attempt.started_at -= by
    if attempt.ends_at is not None:
        attempt.ends_at -= by
    attempt.save(update_fields=["started_at", "ends_at"])
    return Attempt.objects.select_related("enrolment", "quiz", "revision").get(pk=attempt.pk)


def give_time(attempt: Attempt, by: User, minutes: int = 5) -> object:
    """An extension of the learner's."""
    return grant_extension(
        course=attempt.enrolment.course,
        by=by,
        whom=attempt.enrolment,
        item=attempt.quiz,
        granted=Granted(extra_minutes=minutes),
        reason="the fire alarm",
    )


def test_the_time_limit_is_pinned_at_the_start(timed: Attempt) -> None:
    assert timed.ends_at == timed.started_at + 10 * MINUTE
    assert timed.rules.time_limit == 10


def test_a_shorter_limit_set_later_does_not_reach_a_running_attempt(
    timed: Attempt, schedule: Schedule
) -> None:
    schedule.time_limit = 1
    schedule.closes_at = timezone.now() + MINUTE
    schedule.save()
    clock = clock_of(timed, timezone.now())
    assert clock.end is not None
    assert clock.end.at == timed.started_at + 10 * MINUTE


def test_a_longer_limit_set_later_does(timed: Attempt, schedule: Schedule) -> None:
    schedule.time_limit = 20
    schedule.save()
    clock = clock_of(timed, timezone.now())
    assert clock.end is not None
    assert clock.end.at == timed.started_at + 20 * MINUTE


def test_an_extension_reaches_a_running_attempt_at_once(timed: Attempt, instructor: User) -> None:
    give_time(timed, instructor)
    clock = clock_of(timed, timezone.now())
    assert clock.end is not None
    assert clock.end.at == timed.started_at + 15 * MINUTE
    assert clock.deadline.reasons == ("Extension for you: the fire alarm",)


def test_a_groups_extension_too(timed: Attempt, instructor: User) -> None:
    course = timed.enrolment.course
    group = make_group(course=course, slug="b", title="Section B", members=[timed.enrolment])
    grant_extension(
        course=course,
        by=instructor,
        whom=group,
        item=None,
        granted=Granted(time_factor=1.5),
        reason="a slow room",
    )
    clock = clock_of(timed, timezone.now())
    assert clock.end is not None
    assert clock.end.at == timed.started_at + 15 * MINUTE


def test_an_extension_that_is_withdrawn_takes_nothing_from_a_running_attempt(
    timed: Attempt, instructor: User
) -> None:
    extension = give_time(timed, instructor)
    clock_of(timed, timezone.now())
    withdraw_extension(extension)  # type: ignore[arg-type]
    clock = clock_of(timed, timezone.now())
    assert clock.end is not None
    assert clock.end.at == timed.started_at + 15 * MINUTE


def test_extra_time_is_not_cut_off_by_the_closing_date(
    schedule: Schedule, enrolment: Enrolment, quiz: Quiz, instructor: User
) -> None:
    schedule.closes_at = timezone.now() + 10 * MINUTE
    schedule.save()
    grant_extension(
        course=enrolment.course,
        by=instructor,
        whom=enrolment,
        item=None,
        granted=Granted(time_factor=2),
        reason="a disability",
    )
    attempt, _ = start_attempt(enrolment=enrolment, quiz=quiz)
    assert attempt.ends_at is not None
    assert attempt.ends_at - attempt.started_at > 19 * MINUTE


def test_an_answer_in_time_is_stored(timed: Attempt) -> None:
    assert save_response(
        attempt=age(timed, 9 * MINUTE), question=NUMBER, sent="0.9", sequence=1
    ).is_newest


@pytest.mark.parametrize(
    ("after", "waited", "is_stored"),
    [
        (5 * SECOND, 6 * SECOND, True),
        (5 * SECOND, 0 * SECOND, False),
        (GRACE - SECOND, GRACE, True),
        (GRACE + 5 * SECOND, 60 * SECOND, False),
        (SECOND, 0 * SECOND, True),
    ],
)
def test_an_answer_that_arrives_late_is_decided_by_the_rule(
    timed: Attempt, after: timedelta, waited: timedelta, is_stored: bool
) -> None:
    attempt = age(timed, 10 * MINUTE + after)
    save = Save(sequence=1, waited=waited)
    if is_stored:
        assert save_response(attempt=attempt, question=NUMBER, sent="0.9", save=save).is_newest
        assert not LateArrival.objects.exists()
    else:
        with pytest.raises(TooLate):
            save_response(attempt=attempt, question=NUMBER, sent="0.9", save=save)
        assert LateArrival.objects.get().answer == "0.9"
        assert not attempt.responses.exists()


def test_a_save_whose_acknowledgement_was_lost_is_acknowledged_after_the_end(
    timed: Attempt,
) -> None:
    save = Save(sequence=1, id=uuid.uuid4())
    save_response(attempt=timed, question=NUMBER, sent="0.9", save=save)
    attempt = age(timed, 20 * MINUTE)
    close_if_over(attempt)
    again = save_response(attempt=attempt, question=NUMBER, sent="0.9", save=save)
    assert (again.is_newest, again.answer) == (True, "0.9")
    assert not LateArrival.objects.exists()


def test_with_an_extension_what_would_have_been_late_is_stored(
    timed: Attempt, instructor: User
) -> None:
    give_time(timed, instructor)
    attempt = age(timed, 14 * MINUTE)
    assert save_response(attempt=attempt, question=NUMBER, sent="0.9", sequence=1).is_newest
    assert not close_if_over(attempt)


def test_the_sweep_closes_with_what_is_stored_as_of_the_end(timed: Attempt) -> None:
    save_response(attempt=timed, question=NUMBER, sent="0.9", sequence=1)
    attempt = age(timed, 10 * MINUTE + 2 * GRACE)
    assert sweep_attempts() == [attempt.pk]
    attempt.refresh_from_db()
    assert (attempt.closed_by, attempt.points) == ("deadline", 2)
    assert attempt.finished_at == attempt.ends_at
    assert sweep_attempts() == []


def test_the_sweep_leaves_what_is_within_the_grace_and_what_was_extended(
    timed: Attempt, instructor: User
) -> None:
    attempt = age(timed, 10 * MINUTE + GRACE / 2)
    assert sweep_attempts() == []
    give_time(attempt, instructor)
    age(attempt, MINUTE)
    assert sweep_attempts() == []
    attempt.refresh_from_db()
    assert attempt.ends_at == attempt.started_at + 15 * MINUTE


def test_whoever_looks_closes_it_too(timed: Attempt, client_of: object, learner: User) -> None:
    attempt = age(timed, 20 * MINUTE)
    client: Client = client_of(learner)  # type: ignore[operator]
    answer = client.get(f"/attempts/{attempt.pk}/")
    assert answer["Location"].endswith("/review/")
    page = client.get(answer["Location"]).content.decode()
    assert "Handed in by itself when the time was up" in page


def test_finishing_after_the_end_keeps_what_came_too_late(timed: Attempt) -> None:
    attempt = age(timed, 20 * MINUTE)
    finish = finish_attempt(attempt=attempt, answers={NUMBER: "0.9"})
    assert (finish.is_finished, finish.too_late) == (True, 1)
    attempt.refresh_from_db()
    assert (attempt.points, attempt.closed_by) == (0, "deadline")
    assert LateArrival.objects.get().question == NUMBER


def test_finishing_at_the_end_takes_what_was_on_the_screen_then(timed: Attempt) -> None:
    attempt = age(timed, 10 * MINUTE + 3 * SECOND)
    answers = {NUMBER: "0.9", "active-in-evaluation": "what?"}
    finish = finish_attempt(attempt=attempt, answers=answers, waited=4 * SECOND)
    assert (finish.is_finished, finish.too_late) == (True, 0)
    attempt.refresh_from_db()
    assert (attempt.points, attempt.finished_at) == (2, attempt.ends_at)


def test_a_sheet_without_scripts_that_comes_too_late_is_kept(timed: Attempt) -> None:
    with pytest.raises(TooLate):
        save_sheet(attempt=age(timed, 20 * MINUTE), answers={NUMBER: "0.9"})
    assert LateArrival.objects.count() == 1


def test_the_page_and_the_clock_tell_the_time_left(
    timed: Attempt, client_of: object, learner: User
) -> None:
    client: Client = client_of(learner)  # type: ignore[operator]
    page = client.get(f"/attempts/{timed.pk}/").content.decode()
    assert "then the time for this attempt is up." in page
    told = client.get(f"/api/v1/attempts/{timed.pk}/clock/").json()
    assert 9 * 60_000 < told["milliseconds_left"] <= 10 * 60_000
    assert told["finished"] is False
    age(timed, 20 * MINUTE)
    assert client.get(f"/api/v1/attempts/{timed.pk}/clock/").json()["finished"] is True


def test_nothing_is_begun_before_the_opening_or_after_the_closing(
    schedule: Schedule, enrolment: Enrolment, quiz: Quiz, instructor: User
) -> None:
    schedule.opens_at = timezone.now() + MINUTE
    schedule.save()
    with pytest.raises(NotOpen, match="opens"):
        start_attempt(enrolment=enrolment, quiz=quiz)
    schedule.opens_at, schedule.closes_at = None, timezone.now() - MINUTE
    schedule.save()
    with pytest.raises(NotOpen, match="closed"):
        start_attempt(enrolment=enrolment, quiz=quiz)
    grant_extension(
        course=enrolment.course,
        by=instructor,
        whom=enrolment,
        item=quiz,
        granted=Granted(closes_at=timezone.now() + MINUTE),
        reason="ill",
    )
    assert start_attempt(enrolment=enrolment, quiz=quiz)[1]


def test_extra_attempts_are_given(enrolment: Enrolment, quiz: Quiz, instructor: User) -> None:
    for _ in range(3):
        finish_attempt(attempt=start_attempt(enrolment=enrolment, quiz=quiz)[0])
    with pytest.raises(NoAttemptsLeft):
        start_attempt(enrolment=enrolment, quiz=quiz)
    grant_extension(
        course=enrolment.course,
        by=instructor,
        whom=enrolment,
        item=quiz,
        granted=Granted(extra_attempts=1),
        reason="the power cut",
    )
    assert start_attempt(enrolment=enrolment, quiz=quiz)[0].number == 4


def test_lateness_counts_when_the_attempt_was_handed_in(
    enrolment: Enrolment, quiz: Quiz, instructor: User
) -> None:
    Schedule.objects.create(
        course=enrolment.course,
        quiz=quiz,
        due_at=timezone.now() - MINUTE,
        late=[{"hours": 24, "credit": 80}],
    )
    attempt, _ = start_attempt(enrolment=enrolment, quiz=quiz)
    finish_attempt(attempt=attempt, answers={NUMBER: "0.9"})
    counted = standing(enrolment=enrolment, quiz=quiz).counted
    assert counted is not None
    assert counted.share == pytest.approx(0.8 * 2 / 6)
    grant_extension(
        course=enrolment.course,
        by=instructor,
        whom=enrolment,
        item=quiz,
        granted=Granted(due_at=timezone.now() + MINUTE),
        reason="ill",
    )
    counted = standing(enrolment=enrolment, quiz=quiz).counted
    assert counted is not None
    assert counted.share == pytest.approx(2 / 6)


def test_a_password_opens_and_its_lack_does_not(
    schedule: Schedule, enrolment: Enrolment, quiz: Quiz
) -> None:
    schedule.set_password("open sesame")
    schedule.save()
    for word in ("", "open"):
        with pytest.raises(EntryRefused):
            start_attempt(enrolment=enrolment, quiz=quiz, entry=Entry(password=word))
    entry = Entry(password="open sesame")
    assert start_attempt(enrolment=enrolment, quiz=quiz, entry=entry)[1]


def test_words_cannot_be_guessed_one_after_another(
    schedule: Schedule, enrolment: Enrolment, quiz: Quiz
) -> None:
    schedule.set_password("open sesame")
    schedule.save()
    for number in range(10):
        with pytest.raises(EntryRefused, match="wrong"):
            start_attempt(enrolment=enrolment, quiz=quiz, entry=Entry(password=str(number)))
    with pytest.raises(EntryRefused, match="Too many"):
        start_attempt(enrolment=enrolment, quiz=quiz, entry=Entry(password="open sesame"))


def test_only_the_named_networks_may_begin(
    schedule: Schedule, enrolment: Enrolment, quiz: Quiz, client_of: object, learner: User
) -> None:
    schedule.networks = ["10.1.0.0/16"]
    schedule.save()
    client: Client = client_of(learner)  # type: ignore[operator]
    address = "/api/v1/courses/deep-learning/warm-up/quizzes/regularization/attempts/"
    for origin, status in (("192.168.0.1", 403), ("10.1.2.3", 201)):
        answer = client.post(address, content_type="application/json", REMOTE_ADDR=origin)
        assert answer.status_code == status


@pytest.mark.parametrize(
    ("address", "is_inside"),
    [
        ("10.1.255.255", True),
        ("10.2.0.0", False),
        ("::ffff:10.1.0.1", True),
        ("2001:db8::1", True),
        ("2001:db9::1", False),
        ("", False),
        ("10.1.0.1, 1.2.3.4", False),
    ],
)
def test_an_address_lies_in_a_network_or_not(address: str, is_inside: bool) -> None:
    assert is_within(address, ["10.1.0.0/16", "2001:db8::/32"]) is is_inside
