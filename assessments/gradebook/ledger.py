"""The event log of grades: appended to, never changed, each event sealed to the one before it.

The seal is a keyed digest, so that whoever can write to the database, but does not know the
deployment's secret, can forge no event, reorder none, and take none out; the number and digest of
the newest stand in `Ledger`. `verify_grades` prints that digest: kept elsewhere, it also tells of
a log that was set back as a whole.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from assessments.accounts.models import User
from assessments.courses.models import Course, Enrolment

from .models import GradeEvent, Ledger

EVENTS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Happening:
    """What is to be written down; `details` holds JSON only, points from and to among it."""

    deed: GradeEvent.Deed
    enrolment: Enrolment | None = None
    item: str = ""
    work: uuid.UUID | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Broken:
    """Where the log is not what was written, and why."""

    number: int
    reason: str


@transaction.atomic
def append(
    *,
    course: Course,
    happenings: Sequence[Happening],
    by: User | None,
    act: uuid.UUID | None = None,
) -> list[GradeEvent]:
    """Writes the happenings down in order; several at once are one act. Part of the caller's transaction."""
    ledger = held_ledger(course)
    now = timezone.now()
    events = []
    for happening in happenings:
        ledger.length += 1
        event = GradeEvent(
            course=course,
            number=ledger.length,
            at=now,
            by=by,
            deed=happening.deed,
            enrolment=happening.enrolment,
            item=happening.item,
            work=happening.work,
            act=act,
            details=dict(happening.details),
            previous=ledger.head,
        )
        event.digest = ledger.head = seal(event)
        events.append(event)
    GradeEvent.objects.bulk_create(events, batch_size=EVENTS_AT_ONCE)
    ledger.save(update_fields=["length", "head"])
    return events


def held_ledger(course: Course) -> Ledger:
    """The course's ledger, locked until the transaction ends: all changes of grades go one by one."""
    Ledger.objects.get_or_create(course=course)
    return Ledger.objects.select_for_update().get(course=course)


def seal(event: GradeEvent) -> str:
    """The keyed digest of everything an event says, and of the digest before it."""
    said = {
        "course": event.course_id,
        "number": event.number,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": event.by_id,
        "deed": str(event.deed),
        "enrolment": None if event.enrolment_id is None else str(event.enrolment_id),
        "item": event.item,
        "work": None if event.work is None else str(event.work),
        "act": None if event.act is None else str(event.act),
        "details": event.details,
        "previous": event.previous,
    }
    text = json.dumps(said, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hmac.digest(_key(), text.encode(), hashlib.sha256).hex()


def broken_events(course: Course) -> Iterator[Broken]:
    """Every place where the chain does not hold. Reads the log once, in order, a part at a time."""
    expected, previous = 1, ""
    for event in (
        GradeEvent.objects.filter(course=course)
        .order_by("number")
        .iterator(chunk_size=EVENTS_AT_ONCE)
    ):
        if event.number != expected:
            yield Broken(expected, f"{event.number - expected} events are gone before this place")
        if event.previous != previous:
            yield Broken(event.number, "it does not follow the event before it")
        if not hmac.compare_digest(event.digest, seal(event)):
            yield Broken(event.number, "it says something else than was written")
        expected, previous = event.number + 1, event.digest
    ledger = Ledger.objects.filter(course=course).first()
    length, head = (0, "") if ledger is None else (ledger.length, ledger.head)
    if (length, head) != (expected - 1, previous):
        yield Broken(length, f"the log ends at {expected - 1}, but the ledger says {length}")


def _key() -> bytes:
    """Of the secret that never changes: a new DJANGO_SECRET_KEY must not make old events look forged."""
    return hashlib.sha256(b"grade ledger:" + settings.GRADER_SECRET.encode()).digest()
