"""Writes to learners who are alike in something: each gets a letter of their own, nobody else sees it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import timezone

from assessments.accounts.models import User
from assessments.courses.models import Course, Enrolment

from . import ledger
from .models import GradeEvent, Message, Recipient


class NobodyToWriteTo(Exception):
    """None of the learners has an address."""


def reachable(learners: Sequence[Enrolment]) -> tuple[list[Enrolment], list[Enrolment]]:
    """Those who have an address, and those who have none."""
    with_address = [learner for learner in learners if learner.user.email]
    without = [learner for learner in learners if not learner.user.email]
    return with_address, without


@transaction.atomic
def write_message(
    *, course: Course, by: User, learners: Sequence[Enrolment], subject: str, text: str
) -> Message:
    """Keeps the message for the learners who have an address; `send_letters` sends it.

    Raises NobodyToWriteTo.
    """
    to, _ = reachable(learners)
    if not to:
        raise NobodyToWriteTo("None of these learners has an e-mail address.")
    # A line's end in a subject would begin a header of the sender's choice.
    message = Message.objects.create(
        course=course, made_by=by, subject=" ".join(subject.split()), text=text
    )
    Recipient.objects.bulk_create([Recipient(message=message, enrolment=learner) for learner in to])
    details = {"subject": message.subject, "learners": len(to)}
    happening = ledger.Happening(GradeEvent.Deed.MESSAGED, details=details)
    ledger.append(course=course, happenings=[happening], by=by)
    return message


def unsent() -> list[uuid.UUID]:
    """The messages of which a letter is not sent."""
    rows = Recipient.objects.filter(sent_at=None).order_by().values_list("message_id", flat=True)
    return list(rows.distinct())


def send_letters(message_id: uuid.UUID) -> int:
    """Sends every letter that is not sent yet, one to each; returns how many.

    A letter is claimed before it is sent: one that was claimed when the process died is not sent
    twice. When the mail server refuses, the claims are given back and the error is raised.
    """
    message = Message.objects.select_related("made_by").get(pk=message_id)
    sent = 0
    with get_connection() as connection:
        rows = message.recipients.filter(sent_at=None).select_related("enrolment__user")
        for row in rows.order_by("pk"):
            mine = Recipient.objects.filter(pk=row.pk, sent_at=None).update(sent_at=timezone.now())
            if mine != 1:
                continue
            letter = EmailMessage(
                subject=message.subject,
                body=message.text,
                to=[row.enrolment.user.email],
                reply_to=[message.made_by.email] if message.made_by.email else None,
                connection=connection,
            )
            try:
                letter.send()
            except Exception:
                Recipient.objects.filter(pk=row.pk).update(sent_at=None)
                raise
            sent += 1
    return sent
