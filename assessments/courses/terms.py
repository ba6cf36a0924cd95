"""When something opens, is due and closes, and how long it may take: pure arithmetic, and its words.

Base terms are what content and course say to everyone; a relief is what one extension adds. Reliefs
only ever give: of several, each date and each kind of time is the most generous one.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, TypeAdapter

from grader.documents import Document

Phase: TypeAlias = Literal["not_open", "open", "late", "closed"]
NO_TIME = timedelta(0)


class LateStep(Document):
    """Up to `hours` after the due date a piece of work earns `credit` percent of its points."""

    hours: Annotated[float, Field(gt=0, le=24 * 366, allow_inf_nan=False)]
    credit: Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]


LATE_STEPS = TypeAdapter(Annotated[list[LateStep], Field(max_length=20)])


def check_late_steps(steps: Sequence[LateStep]) -> None:
    """Raises ValueError unless the steps come later and later and give less and less."""
    for before, after in itertools.pairwise(steps):
        if after.hours <= before.hours:
            raise ValueError("each step of `late` must reach further than the one before")
        if after.credit > before.credit:
            raise ValueError("a later step of `late` must not give more than the one before")


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for everyone in a course; None is no such bound."""

    opens_at: datetime | None = None
    due_at: datetime | None = None
    closes_at: datetime | None = None
    time_limit: timedelta | None = None
    # How many attempts; None for as many as one likes.
    attempts: int | None = None
    late: tuple[LateStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Relief:
    """What one extension gives, to whom (in words) and why."""

    reason: str = ""
    whom: str = "you"
    opens_at: datetime | None = None
    due_at: datetime | None = None
    closes_at: datetime | None = None
    time_factor: float = 1.0
    extra_minutes: int = 0
    extra_attempts: int = 0


@dataclass(frozen=True, slots=True)
class End:
    """Until when a running attempt takes answers, and why then, as part of a sentence."""

    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """What holds for one person: the dates, the time for one attempt, and why.

    `extra_time` is in `time_limit`, and in the dates too, so that a date that was meant for others
    never cuts it off.
    """

    opens_at: datetime | None = None
    due_at: datetime | None = None
    closes_at: datetime | None = None
    time_limit: timedelta | None = None
    extra_time: timedelta = NO_TIME
    attempts: int | None = None
    late: tuple[LateStep, ...] = ()
    # One sentence for each extension that made a difference.
    reasons: tuple[str, ...] = ()

    def phase(self, now: datetime) -> Phase:
        """Whether work may be begun or handed in, and whether it is late."""
        if self.opens_at is not None and now < self.opens_at:
            return "not_open"
        if self.last_moment is not None and now > self.last_moment:
            return "closed"
        if self.due_at is not None and now > self.due_at:
            return "late"
        return "open"

    @property
    def last_moment(self) -> datetime | None:
        """After it nothing is taken: the closing date, else the end of the last late step.

        Without either, work is taken for ever, and is worth nothing less for being late.
        """
        if self.closes_at is not None:
            return self.closes_at
        if self.due_at is not None and self.late:
            return self.due_at + timedelta(hours=self.late[-1].hours)
        return None

    def credit_at(self, moment: datetime) -> float:
        """The share (0 to 1) of its points that work handed in at that moment earns.

        Only late steps take anything: without them being late is told and costs nothing.
        """
        if self.due_at is None or moment <= self.due_at or not self.late:
            return 1.0
        for step in self.late:
            if moment <= self.due_at + timedelta(hours=step.hours):
                return step.credit / 100
        return 0.0

    def end_of(self, started_at: datetime) -> End | None:
        """Until when an attempt begun then takes answers; None for as long as one likes."""
        ends = []
        if self.time_limit is not None:
            ends.append(End(started_at + self.time_limit, "the time for this attempt is up"))
        if self.last_moment is not None:
            ends.append(End(self.last_moment, "the quiz closes"))
        return min(ends, key=lambda end: end.at, default=None)


def widened(pinned: Terms, now: Terms) -> Terms:
    """The terms of a running attempt: those it began with, or later ones that give more time."""
    return replace(
        pinned,
        due_at=_later(pinned.due_at, now.due_at),
        closes_at=_later(pinned.closes_at, now.closes_at),
        time_limit=(
            None
            if pinned.time_limit is None or now.time_limit is None
            else max(pinned.time_limit, now.time_limit)
        ),
    )


def deadline_for(terms: Terms, reliefs: Sequence[Relief] = ()) -> Deadline:
    """What the terms and all reliefs of one person come to."""
    extra = _extra_time(terms, reliefs)
    due = [each.due_at for each in reliefs]
    # Never before what the person was given as due: nobody should have to extend two dates.
    closing = [*due, *(each.closes_at for each in reliefs)]
    return Deadline(
        opens_at=_earliest(terms.opens_at, [each.opens_at for each in reliefs]),
        due_at=_latest(terms.due_at, due, extra),
        closes_at=_latest(terms.closes_at, closing, extra),
        time_limit=None if terms.time_limit is None else terms.time_limit + extra,
        extra_time=extra,
        attempts=(
            None
            if terms.attempts is None
            else terms.attempts + max((each.extra_attempts for each in reliefs), default=0)
        ),
        late=terms.late,
        reasons=_reasons(terms, reliefs),
    )


def _reasons(terms: Terms, reliefs: Sequence[Relief]) -> tuple[str, ...]:
    """One sentence for each relief that alone would change something."""
    return tuple(
        f"Extension for {each.whom}: {each.reason}" for each in reliefs if _changes(terms, each)
    )


def _changes(terms: Terms, relief: Relief) -> bool:
    extra = _extra_time(terms, [relief])
    return any(
        (
            extra > NO_TIME,
            terms.attempts is not None and relief.extra_attempts > 0,
            _earliest(terms.opens_at, [relief.opens_at]) != terms.opens_at,
            _latest(terms.due_at, [relief.due_at], NO_TIME) != terms.due_at,
            _latest(terms.closes_at, [relief.due_at, relief.closes_at], NO_TIME) != terms.closes_at,
        )
    )


def _extra_time(terms: Terms, reliefs: Sequence[Relief]) -> timedelta:
    """The greatest that any one relief gives; the factor is of the time limit."""
    limit = terms.time_limit or NO_TIME
    return max(
        (
            limit * (each.time_factor - 1) + timedelta(minutes=each.extra_minutes)
            for each in reliefs
        ),
        default=NO_TIME,
    )


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    """The later of two bounds; no bound is the latest."""
    return None if one is None or other is None else max(one, other)


def _earliest(base: datetime | None, given: Sequence[datetime | None]) -> datetime | None:
    if base is None:
        return None
    return min([base, *(date for date in given if date is not None)])


def _latest(
    base: datetime | None, given: Sequence[datetime | None], extra: timedelta
) -> datetime | None:
    """The latest of the dates, and the extra time on top of whichever it is."""
    if base is None:
        return None
    return max([base, *(date for date in given if date is not None)]) + extra
