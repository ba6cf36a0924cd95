"""Until when, for whom and why: the one place that says it, for quizzes and assignments alike.

Terms come from the content (a quiz's own rules), then from the course's schedule of the item, then
from extensions of the person and of their groups. The arithmetic is in `terms`.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeAlias

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from .models import Assignment, Course, Enrolment, Extension, Group, Quiz, QuizRevision, Schedule
from .outline import entries_of, outline
from .terms import LATE_STEPS, Deadline, Relief, Terms, deadline_for

# "quiz" or "assignment", and its id.
ItemKey: TypeAlias = tuple[str, int]


def key_of(item: Quiz | Assignment) -> ItemKey:
    """The item's name in a timetable."""
    return ("quiz" if isinstance(item, Quiz) else "assignment", item.pk)


@dataclass(frozen=True)
class Timetable:
    """The dates of one course for some of its people: asked for once, then at no cost."""

    schedules: Mapping[ItemKey, Schedule]
    # By person; those without an item hold for all.
    _extensions: Mapping[uuid.UUID, Sequence[tuple[Extension, str]]] = field(default_factory=dict)

    def schedule(self, item: Quiz | Assignment) -> Schedule | None:
        """What the course says of the item."""
        return self.schedules.get(key_of(item))

    def terms(self, item: Quiz | Assignment, revision: QuizRevision | None = None) -> Terms:
        """What holds for everyone: `revision`'s own rules, or those of the one that now holds."""
        if isinstance(item, Quiz) and revision is None:
            revision = item.current
        return terms_of(self.schedule(item), {} if revision is None else revision.document)

    def deadline(self, enrolment: uuid.UUID, item: Quiz | Assignment) -> Deadline:
        """What holds for this person at this item."""
        return deadline_for(self.terms(item), self.reliefs(enrolment, item))

    def reliefs(self, enrolment: uuid.UUID, item: Quiz | Assignment) -> list[Relief]:
        """What extensions give this person at this item."""
        return [
            _relief(extension, whom)
            for extension, whom in self._extensions.get(enrolment, ())
            if extension.item is None or extension.item == item
        ]


def timetable(course_id: int, enrolments: Collection[uuid.UUID]) -> Timetable:
    """The dates of a course for these of its people. Three queries, however many they are."""
    schedules = Schedule.objects.filter(course_id=course_id).select_related("quiz", "assignment")
    extensions = (
        Extension.objects.filter(course_id=course_id, withdrawn_at=None)
        .filter(Q(enrolment__in=enrolments) | Q(group__isnull=False))
        .select_related("group", "quiz", "assignment")
    )
    found: dict[uuid.UUID, list[tuple[Extension, str]]] = defaultdict(list)
    of_groups: dict[int, list[Extension]] = defaultdict(list)
    for extension in extensions:
        if extension.enrolment_id is not None:
            found[extension.enrolment_id].append((extension, "you"))
        elif extension.group_id is not None:
            of_groups[extension.group_id].append(extension)
    if of_groups:
        members = Group.members.through._default_manager.filter(
            group_id__in=of_groups, enrolment_id__in=enrolments
        ).values_list("enrolment_id", "group_id")
        for enrolment, group in members:
            for extension in of_groups[group]:
                assert extension.group is not None
                found[enrolment].append((extension, extension.group.title))
    return Timetable({_key(each): each for each in schedules}, found)


def deadline_of(*, enrolment: Enrolment, item: Quiz | Assignment) -> Deadline:
    """What holds for one person at one item."""
    return timetable(enrolment.course_id, [enrolment.pk]).deadline(enrolment.pk, item)


@dataclass(frozen=True, slots=True)
class ScheduledItem:
    """One item of a course and its dates for everyone, in words."""

    kind: str
    title: str
    url: str
    dates: list[str]


def scheduled_items(course: Course, now: datetime) -> list[ScheduledItem]:
    """Every item that gives points, in the order of the course, and when it is. Nobody's extensions."""
    dates = timetable(course.pk, [])
    quizzes = {
        each.pk: each
        for each in Quiz.objects.filter(module__courses=course).select_related("current")
    }
    found = []
    for entry in entries_of(outline(course, graded_only=True)):
        document = {}
        if entry.kind == "quiz" and (current := quizzes[entry.id].current) is not None:
            document = current.document
        terms = terms_of(dates.schedules.get((entry.kind, entry.id)), document)
        words = in_words(deadline_for(terms), now)
        found.append(ScheduledItem(entry.kind, entry.title, f"{entry.url}dates/", words))
    return found


def terms_of(schedule: Schedule | None, document: Mapping[str, object]) -> Terms:
    """What holds for everyone: the course's schedule before the content's own rules."""
    limit = document.get("time_limit")
    attempts = document.get("attempts")
    late = document.get("late") or []
    terms = Terms(
        time_limit=timedelta(minutes=limit) if isinstance(limit, int) else None,
        attempts=attempts if isinstance(attempts, int) else None,
        late=tuple(LATE_STEPS.validate_python(late)),
    )
    if schedule is None:
        return terms
    if schedule.time_limit is not None:
        terms = replace(terms, time_limit=timedelta(minutes=schedule.time_limit))
    if schedule.attempts is not None:
        terms = replace(terms, attempts=schedule.attempts)
    if schedule.late is not None:
        terms = replace(terms, late=tuple(LATE_STEPS.validate_python(schedule.late)))
    return replace(
        terms,
        opens_at=schedule.opens_at,
        due_at=schedule.due_at,
        closes_at=schedule.closes_at,
    )


def in_words(deadline: Deadline, now: datetime) -> list[str]:
    """What a page says of it, a sentence each, in the order in which it matters."""
    said = []
    if deadline.opens_at is not None and now < deadline.opens_at:
        said.append(f"Opens {moment(deadline.opens_at)}.")
    if deadline.due_at is not None:
        said.append(f"Due {moment(deadline.due_at)}.")
        said.extend(
            f"Up to {duration(timedelta(hours=step.hours))} late: {step.credit:g} % of the points."
            for step in deadline.late
        )
    last = deadline.last_moment
    if last is not None and last != deadline.due_at:
        verb = "Closed" if now > last else "Closes"
        said.append(f"{verb} {moment(last)}.")
    if deadline.time_limit is not None:
        limit = f"An attempt may take {duration(deadline.time_limit)}"
        extra = f", {duration(deadline.extra_time)} of them extra" if deadline.extra_time else ""
        said.append(f"{limit}{extra}.")
    return [*said, *(f"{reason}." for reason in deadline.reasons)]


def moment(at: datetime) -> str:
    """A date and time in the service's time zone, which it names."""
    local = timezone.localtime(at)
    return f"{date_format(local, 'l j F Y, H:i')} ({local.tzname()})"


def duration(span: timedelta) -> str:
    """The span in its two largest units: "1 day 2 hours", "90 minutes"."""
    minutes = round(span / timedelta(minutes=1), 1)
    if minutes < 120:
        return f"{minutes:g} minute{'' if minutes == 1 else 's'}"
    hours, rest = divmod(round(minutes), 60)
    days, hours_left = divmod(hours, 24)
    parts = [(days, "day"), (hours_left, "hour"), (rest, "minute")]
    shown = [f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in parts if count]
    return " ".join(shown[:2])


def _key(schedule: Schedule) -> ItemKey:
    item = schedule.item
    assert item is not None
    return key_of(item)


def _relief(extension: Extension, whom: str) -> Relief:
    return Relief(
        reason=extension.reason,
        whom=whom,
        opens_at=extension.opens_at,
        due_at=extension.due_at,
        closes_at=extension.closes_at,
        time_factor=extension.time_factor,
        extra_minutes=extension.extra_minutes,
        extra_attempts=extension.extra_attempts,
    )
