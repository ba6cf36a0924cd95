"""Deadlines as stored: content, the course's schedule, extensions of people and of groups."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from assessments.accounts.models import User
from assessments.courses.access import may_see, seen_by
from assessments.courses.deadlines import deadline_of, duration, in_words, timetable
from assessments.courses.extending import (
    ExtensionRefused,
    Granted,
    grant_extension,
    make_group,
    withdraw_extension,
)
from assessments.courses.models import Assignment, Course, Enrolment, Extension, Quiz, Schedule

DUE = datetime(2026, 5, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def part_of(course: Course, user: User) -> Enrolment:
    """The person's part in the course."""
    return Enrolment.objects.get(course=course, user=user)


def test_without_a_word_there_is_no_deadline(enrolment: Enrolment, assignment: Assignment) -> None:
    deadline = deadline_of(enrolment=enrolment, item=assignment)
    assert deadline.last_moment is None
    assert deadline.phase(DUE) == "open"


def test_the_content_says_how_many_attempts(enrolment: Enrolment, quiz: Quiz) -> None:
    assert deadline_of(enrolment=enrolment, item=quiz).attempts == 3


def test_the_courses_schedule_comes_before_the_content(enrolment: Enrolment, quiz: Quiz) -> None:
    Schedule.objects.create(
        course=enrolment.course, quiz=quiz, due_at=DUE, attempts=5, time_limit=20
    )
    deadline = deadline_of(enrolment=enrolment, item=quiz)
    assert (deadline.due_at, deadline.attempts) == (DUE, 5)
    assert deadline.time_limit == timedelta(minutes=20)


def test_another_courses_schedule_says_nothing(
    enrolment: Enrolment, quiz: Quiz, other_course: Course
) -> None:
    Schedule.objects.create(course=other_course, quiz=quiz, due_at=DUE)
    assert deadline_of(enrolment=enrolment, item=quiz).due_at is None


def test_extensions_reach_whom_they_are_for_and_nobody_else(
    course: Course,
    learner: User,
    classmate: User,
    instructor: User,
    quiz: Quiz,
    assignment: Assignment,
) -> None:
    ours, theirs = part_of(course, learner), part_of(course, classmate)
    group = make_group(course=course, slug="b", title="Section B", members=[theirs])
    for item in (quiz, assignment):
        kind = {"quiz": item} if item is quiz else {"assignment": item}
        Schedule.objects.create(course=course, due_at=DUE, **kind)
    grant_extension(
        course=course,
        by=instructor,
        whom=ours,
        item=quiz,
        granted=Granted(due_at=DUE + DAY),
        reason="ill",
    )
    grant_extension(
        course=course,
        by=instructor,
        whom=group,
        item=None,
        granted=Granted(due_at=DUE + 2 * DAY),
        reason="the train",
    )
    assert deadline_of(enrolment=ours, item=quiz).due_at == DUE + DAY
    assert deadline_of(enrolment=ours, item=assignment).due_at == DUE
    for item in (quiz, assignment):
        deadline = deadline_of(enrolment=theirs, item=item)
        assert deadline.due_at == DUE + 2 * DAY
        assert deadline.reasons == ("Extension for Section B: the train",)


def test_a_withdrawn_extension_holds_no_more_and_is_kept(
    enrolment: Enrolment, instructor: User, quiz: Quiz
) -> None:
    Schedule.objects.create(course=enrolment.course, quiz=quiz, due_at=DUE)
    extension = grant_extension(
        course=enrolment.course,
        by=instructor,
        whom=enrolment,
        item=quiz,
        granted=Granted(due_at=DUE + DAY),
        reason="ill",
    )
    assert withdraw_extension(extension)
    assert not withdraw_extension(extension)
    assert deadline_of(enrolment=enrolment, item=quiz).due_at == DUE
    history = Extension.history.filter(id=extension.pk)
    assert history.filter(withdrawn_at=None).exists()
    assert history.count() == 2


def test_a_course_is_asked_in_three_queries_however_many_learn_there(
    course: Course,
    learner: User,
    classmate: User,
    instructor: User,
    quiz: Quiz,
    assignment: Assignment,
) -> None:
    everyone = list(course.enrolments.all())
    group = make_group(course=course, slug="b", title="Section B", members=everyone)
    for whom in (group, *everyone):
        grant_extension(
            course=course,
            by=instructor,
            whom=whom,
            item=None,
            granted=Granted(extra_minutes=5),
            reason="more",
        )
    with CaptureQueriesContext(
        connection,
    ) as queries:
        dates = timetable(course.pk, [each.pk for each in everyone])
        for each in everyone:
            for item in (quiz, assignment):
                dates.deadline(each.pk, item)
    assert len(queries) == 3


@pytest.mark.parametrize(
    "granted",
    [
        Granted(),
        Granted(time_factor=0.5),
        Granted(extra_minutes=-1),
        Granted(due_at=DUE, closes_at=DUE - DAY),
    ],
)
def test_an_extension_that_gives_nothing_or_takes_is_refused(
    enrolment: Enrolment, instructor: User, quiz: Quiz, granted: Granted
) -> None:
    with pytest.raises(ExtensionRefused):
        grant_extension(
            course=enrolment.course,
            by=instructor,
            whom=enrolment,
            item=quiz,
            granted=granted,
            reason="ill",
        )


def test_extensions_stay_within_their_course(
    course: Course, other_course: Course, stranger: User, instructor: User, quiz: Quiz
) -> None:
    with pytest.raises(ExtensionRefused, match="not in this course"):
        grant_extension(
            course=course,
            by=instructor,
            whom=part_of(other_course, stranger),
            item=quiz,
            granted=Granted(extra_minutes=5),
            reason="more",
        )
    with pytest.raises(ValueError, match="not in its course"):
        make_group(course=course, slug="b", title="B", members=[part_of(other_course, stranger)])


def test_the_database_refuses_a_schedule_of_nothing_or_of_two(
    course: Course, quiz: Quiz, assignment: Assignment
) -> None:
    for items in ({}, {"quiz": quiz, "assignment": assignment}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Schedule.objects.create(course=course, **items)


def test_an_assistant_limited_to_groups_sees_those_of_their_groups(
    course: Course, learner: User, classmate: User, assistant: User
) -> None:
    helper = part_of(course, assistant)
    make_group(course=course, slug="a", title="A", members=[helper, part_of(course, learner)])
    assert may_see(assistant, part_of(course, classmate))
    helper.is_limited_to_groups = True
    helper.save()
    assert may_see(assistant, part_of(course, learner))
    assert not may_see(assistant, part_of(course, classmate))
    assert {each.user for each in seen_by(helper)} == {learner, assistant}


def test_learners_of_one_group_do_not_see_each_other(
    course: Course, learner: User, classmate: User
) -> None:
    members = [part_of(course, learner), part_of(course, classmate)]
    make_group(course=course, slug="a", title="A", members=members)
    assert not may_see(learner, members[1])
    assert list(seen_by(members[0])) == [members[0]]


def test_a_deadline_is_told_in_words(enrolment: Enrolment, quiz: Quiz, instructor: User) -> None:
    Schedule.objects.create(
        course=enrolment.course,
        quiz=quiz,
        due_at=DUE,
        time_limit=60,
        late=[{"hours": 24, "credit": 80}],
    )
    grant_extension(
        course=enrolment.course,
        by=instructor,
        whom=enrolment,
        item=None,
        granted=Granted(time_factor=1.5),
        reason="a disability",
    )
    assert in_words(deadline_of(enrolment=enrolment, item=quiz), DUE - DAY) == [
        "Due Friday 1 May 2026, 12:30 (UTC).",
        "Up to 1 day late: 80 % of the points.",
        "Closes Saturday 2 May 2026, 12:30 (UTC).",
        "An attempt may take 90 minutes, 30 minutes of them extra.",
        "Extension for you: a disability.",
    ]


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=90), "90 minutes"),
        (timedelta(hours=2), "2 hours"),
        (timedelta(days=1, hours=1, minutes=7), "1 day 1 hour"),
    ],
)
def test_a_span_is_told_in_its_largest_units(span: timedelta, words: str) -> None:
    assert duration(span) == words
