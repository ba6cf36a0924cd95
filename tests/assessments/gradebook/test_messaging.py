"""A letter goes to those who were shown, one to each, and to nobody else."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from assessments.accounts.models import User
from assessments.courses.enrolling import enrol
from assessments.courses.models import Course, Enrolment
from assessments.gradebook.messaging import NobodyToWriteTo, send_letters, unsent, write_message
from assessments.gradebook.models import GradeEvent, Message, Recipient

ClientOf = Callable[[User | None], Client]
WRITE = "/courses/deep-learning/gradebook/message/"


@pytest.fixture
def learners(course: Course, learner: User, classmate: User) -> list[Enrolment]:
    """Both learners."""
    return list(Enrolment.objects.filter(course=course, role="learner").select_related("user"))


@pytest.fixture
def message(course: Course, instructor: User, learners: list[Enrolment]) -> Message:
    """A message to both."""
    return write_message(
        course=course, by=instructor, learners=learners, subject="Hello\r\nBcc: all@a.example",
        text="Come and see me.",
    )  # fmt: skip


def test_each_gets_a_letter_of_their_own(message: Message) -> None:
    assert send_letters(message.pk) == 2
    assert sorted(letter.to[0] for letter in mail.outbox) == [
        "classmate@example.org", "learner@example.org",
    ]  # fmt: skip
    for letter in mail.outbox:
        assert (len(letter.to), letter.cc, letter.bcc) == (1, [], [])
        assert letter.reply_to == ["instructor@example.org"]


def test_a_subject_begins_no_other_header(message: Message) -> None:
    send_letters(message.pk)
    assert mail.outbox[0].subject == "Hello Bcc: all@a.example"


def test_nobody_gets_it_twice(message: Message) -> None:
    send_letters(message.pk)
    assert send_letters(message.pk) == 0
    assert len(mail.outbox) == 2
    assert unsent() == []


def test_a_mail_server_that_refuses_loses_no_letter(message: Message, settings: object) -> None:
    settings.EMAIL_BACKEND = "tests.assessments.gradebook.mailboxes.Full"  # type: ignore[attr-defined]
    with pytest.raises(OSError, match="full"):
        send_letters(message.pk)
    assert Recipient.objects.filter(sent_at=None).count() == 2
    assert unsent() == [message.pk]


def test_without_an_address_there_is_nobody(
    course: Course, instructor: User, learner: User, learners: list[Enrolment]
) -> None:
    User.objects.update(email="")
    fresh = list(Enrolment.objects.filter(role="learner").select_related("user"))
    with pytest.raises(NobodyToWriteTo):
        write_message(course=course, by=instructor, learners=fresh, subject="a", text="b")


def test_it_is_previewed_and_goes_only_to_those_who_were_shown(
    client_of: ClientOf, instructor: User, learners: list[Enrolment], stranger: User
) -> None:
    client = client_of(instructor)
    letter = {"subject": "Hello", "text": "Come and see me."}
    preview = client.post(f"{WRITE}?q=lea", letter).content.decode()
    assert "Send 1 letter" in preview
    assert not Message.objects.exists()
    elsewhere = Enrolment.objects.get(user=stranger)
    everyone = " ".join(str(each.pk) for each in [*learners, elsewhere])
    client.post(f"{WRITE}?q=lea", {**letter, "to": everyone, "send": "1"})
    assert [each.enrolment.user.username for each in Recipient.objects.all()] == ["learner"]
    assert GradeEvent.objects.get(deed="messaged").details["learners"] == 1


def test_more_learners_than_a_form_may_have_fields_are_written_to(
    client_of: ClientOf, course: Course, instructor: User, settings: Settings
) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 6
    for number in range(8):
        user = User.objects.create_user(f"many-{number}", email=f"many-{number}@example.org")
        enrol(course=course, user=user)
    client = client_of(instructor)
    letter = {"subject": "Hello", "text": "Come and see me."}
    page = client.post(f"{WRITE}?q=many", letter).content.decode()
    sent = {**dict(re.findall(r'type="hidden" name="(to)" value="([^"]*)"', page)), "send": "1"}
    assert client.post(f"{WRITE}?q=many", {**letter, **sent}).status_code == 302
    assert send_letters(Message.objects.get().pk) == 8
    assert len({letter.to[0] for letter in mail.outbox}) == 8


@pytest.mark.parametrize(
    ("who", "status"), [("learner", 403), ("assistant", 403), ("stranger", 404)]
)
def test_only_instructors_write(
    request: pytest.FixtureRequest, client_of: ClientOf, course: Course, who: str, status: int
) -> None:
    assert client_of(request.getfixturevalue(who)).get(WRITE).status_code == status
