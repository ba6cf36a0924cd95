"""The pages of a course's dates, extensions and groups."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from assessments.accounts.models import User
from assessments.courses.deadlines import deadline_of
from assessments.courses.models import Assignment, Enrolment, Extension, Group, Quiz, Schedule

ClientOf = Callable[[User | None], Client]
COURSE = "/courses/deep-learning/"
QUIZ_DATES = f"{COURSE}warm-up/quizzes/regularization/dates/"
ASSIGNMENT_DATES = f"{COURSE}warm-up/assignments/tiny-mlp/dates/"
PAGES = [
    f"{COURSE}dates/",
    f"{COURSE}dates/extensions/new/",
    f"{COURSE}dates/group/",
    QUIZ_DATES,
    ASSIGNMENT_DATES,
]


@pytest.fixture
def browser(client_of: ClientOf, instructor: User) -> Client:
    """The instructor's."""
    return client_of(instructor)


@pytest.mark.parametrize("page", PAGES)
def test_only_those_pass_who_may(
    client_of: ClientOf, learner: User, stranger: User, assistant: User, instructor: User, page: str
) -> None:
    assert client_of(stranger).get(page).status_code == 404
    assert client_of(learner).get(page).status_code == 403
    assert client_of(assistant).get(page).status_code == (200 if page == PAGES[0] else 403)
    assert client_of(instructor).get(page).status_code == 200


def test_dates_are_set_and_told(browser: Client, enrolment: Enrolment, quiz: Quiz) -> None:
    form = {
        "opens_at": "2026-05-01T08:00",
        "due_at": "2026-05-02T08:00",
        "closes_at": "2026-05-03T08:00",
        "time_limit": "30",
        "attempts": "2",
        "late": "24 80\n48 50",
        "password": "open sesame",
        "networks": "10.0.0.0/8\n",
    }
    assert browser.post(QUIZ_DATES, form).status_code == 302
    schedule = Schedule.objects.get(quiz=quiz)
    assert schedule.opens_with("open sesame")
    assert not schedule.opens_with("open")
    assert "sesame" not in schedule.password
    assert schedule.networks == ["10.0.0.0/8"]
    deadline = deadline_of(enrolment=enrolment, item=quiz)
    assert deadline.due_at == datetime(2026, 5, 2, 8, tzinfo=UTC)
    assert (deadline.time_limit, deadline.attempts) == (timedelta(minutes=30), 2)
    assert deadline.credit_at(datetime(2026, 5, 3, 9, tzinfo=UTC)) == 0.5
    page = browser.get(f"{COURSE}dates/").content.decode()
    assert "Due Saturday 2 May 2026, 08:00 (UTC)." in page
    assert "open sesame" not in browser.get(QUIZ_DATES).content.decode()
    browser.post(QUIZ_DATES, {"without_password": "on"})
    schedule.refresh_from_db()
    assert (schedule.password, schedule.due_at, schedule.late) == ("", None, None)


@pytest.mark.parametrize(
    "form",
    [
        {"opens_at": "2026-05-02T08:00", "due_at": "2026-05-01T08:00"},
        {"late": "24"},
        {"late": "24 80\n12 50"},
        {"late": "24 180"},
        {"networks": "here"},
        {"time_limit": "0"},
        {"due_at": "soon"},
    ],
)
def test_dates_that_contradict_themselves_are_refused(
    browser: Client, quiz: Quiz, form: dict[str, str]
) -> None:
    assert browser.post(QUIZ_DATES, form).status_code == 400
    assert not Schedule.objects.exists()


def test_an_assignment_has_dates_too(
    browser: Client, client_of: ClientOf, learner: User, assignment: Assignment
) -> None:
    browser.post(ASSIGNMENT_DATES, {"closes_at": "2026-05-03T08:00"})
    page = f"{COURSE}warm-up/assignments/tiny-mlp/"
    told = client_of(learner).get(page).content.decode()
    assert "Closed Sunday 3 May 2026, 08:00 (UTC)." in told
    refused = client_of(learner).post(f"{page}submit/", {"source": "x = 1"})
    assert "This assignment closed" in refused.content.decode()


def extension(whom: str, **more: Any) -> dict[str, Any]:
    """A form that grants something."""
    plain = {"time_factor": "1", "extra_minutes": "0", "extra_attempts": "0", "reason": "ill"}
    return {**plain, "whom": whom, "item": "", **more}


def test_an_extension_is_granted_shown_and_withdrawn(
    browser: Client, client_of: ClientOf, learner: User, enrolment: Enrolment, quiz: Quiz
) -> None:
    form = extension(f"person-{enrolment.pk}", item=f"quiz-{quiz.pk}", extra_attempts="2")
    assert browser.post(f"{COURSE}dates/extensions/new/", form).status_code == 302
    granted = Extension.objects.get()
    assert deadline_of(enrolment=enrolment, item=quiz).attempts == 5
    page = browser.get(f"{COURSE}dates/").content.decode()
    assert "2 attempts more." in page
    cover = client_of(learner).get(f"{COURSE}warm-up/quizzes/regularization/").content.decode()
    assert "Extension for you: ill." in cover
    address = f"{COURSE}dates/extensions/{granted.pk}/withdraw/"
    assert client_of(learner).post(address).status_code == 403
    assert browser.post(address).status_code == 302
    assert deadline_of(enrolment=enrolment, item=quiz).attempts == 3


def test_an_extension_that_gives_nothing_is_refused(browser: Client, enrolment: Enrolment) -> None:
    answer = browser.post(f"{COURSE}dates/extensions/new/", extension(f"person-{enrolment.pk}"))
    assert answer.status_code == 400
    assert "It would change nothing" in answer.content.decode()


def test_nobody_of_another_course_is_given_anything(browser: Client, stranger: User) -> None:
    theirs = Enrolment.objects.get(user=stranger)
    form = extension(f"person-{theirs.pk}", extra_minutes="5")
    assert browser.post(f"{COURSE}dates/extensions/new/", form).status_code == 400
    assert not Extension.objects.exists()


def test_a_group_is_made_and_limits_its_assistants(
    browser: Client, learner: User, assistant: User
) -> None:
    form = {"title": "Section B", "slug": "b", "members": "learner\nassistant"}
    assert (
        browser.post(f"{COURSE}dates/group/", {**form, "limit_assistants": "on"}).status_code == 302
    )
    group = Group.objects.get()
    assert group.members.count() == 2
    assert Enrolment.objects.get(user=assistant).is_limited_to_groups
    assert "learner" in browser.get(f"{COURSE}dates/group/?slug=b").content.decode()
    browser.post(f"{COURSE}dates/group/", form)
    assert not Enrolment.objects.get(user=assistant).is_limited_to_groups


def test_a_group_of_somebody_unknown_is_refused(browser: Client, stranger: User) -> None:
    answer = browser.post(
        f"{COURSE}dates/group/", {"title": "B", "slug": "b", "members": "stranger"}
    )
    assert answer.status_code == 400
    assert "Not in this course: stranger." in answer.content.decode()
