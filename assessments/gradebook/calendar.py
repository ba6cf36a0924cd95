"""A learner's due dates as an iCalendar feed, at an address that only the learner is told."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.core import signing
from django.http import Http404
from django.utils import timezone
from icalendar import Calendar, Event

from assessments.courses.models import Enrolment

from .learners import record_of

SALT = "gradebook.calendar"


def token_of(enrolment: Enrolment) -> str:
    """The secret part of the feed's address."""
    return signing.Signer(salt=SALT).sign_object(str(enrolment.pk))


def enrolment_of(token: str) -> Enrolment:
    """Whose feed it is. Raises Http404 for an address that was not given out."""
    try:
        enrolment_id = uuid.UUID(signing.Signer(salt=SALT).unsign_object(token))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Http404("There is no such calendar.") from error
    found = Enrolment.objects.select_related("course", "user").filter(pk=enrolment_id).first()
    if found is None or not found.user.is_active:
        raise Http404("There is no such calendar.")
    return found


def feed_of(enrolment: Enrolment, *, origin: str) -> bytes:
    """What opens, is due and closes, with this learner's own dates; no points and no names."""
    calendar = Calendar()
    calendar.add("prodid", "-//Holdout//Due dates//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", enrolment.course.title)
    for cell in record_of(enrolment, seen_by_staff=False).grade.cells:
        deadline = cell.deadline
        for what, at in (
            ("Opens", deadline.opens_at),
            ("Due", deadline.due_at),
            ("Closes", deadline.last_moment if deadline.last_moment != deadline.due_at else None),
        ):
            if at is not None:
                url = origin + cell.item.url
                calendar.add_component(
                    _event(enrolment, cell.item.key, what, cell.item.title, at, url)
                )
    return bytes(calendar.to_ical())


def _event(enrolment: Enrolment, key: str, what: str, title: str, at: datetime, url: str) -> Event:
    event = Event()
    event.add("uid", f"{enrolment.pk}-{key}-{what.lower()}@holdout")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", at)
    event.add("summary", f"{what}: {title}")
    event.add("url", url)
    return event
