"""Until when an attempt takes answers, and who decides about those that are under way at the end.

The rule for late arrivals, in full. At the end the page stops taking answers and sends what is not
acknowledged yet, with how long each had waited since it was given. The server stores an answer that
was given before the end, by that word, if it arrives within GRACE after it; the word counts no
clock but the browser's stop-watch, and can gain nobody more than GRACE. Whatever arrives later is
kept as a LateArrival, which counts nothing, and the learner is told so. SLACK is for the message's
own way, which no stop-watch sees.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from assessments.courses.deadlines import moment, timetable
from assessments.courses.terms import Deadline, End, Terms, deadline_for, widened

from .models import Attempt

GRACE = timedelta(seconds=20)
SLACK = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Clock:
    """What a page's clock shows: the server's time, the end, and why then."""

    now: datetime
    deadline: Deadline
    end: End | None

    @property
    def left(self) -> timedelta | None:
        """The time left; None where there is no end."""
        return None if self.end is None else max(timedelta(0), self.end.at - self.now)

    @property
    def milliseconds_left(self) -> int | None:
        """The same for a script."""
        return None if self.left is None else int(self.left / timedelta(milliseconds=1))

    @property
    def until(self) -> str:
        """Until when, and why then."""
        return "" if self.end is None else f"Until {moment(self.end.at)}; then {self.end.why}."


def pinned_dates(terms: Terms) -> dict[str, str | None]:
    """The dates of the terms as an attempt stores them."""
    dates = {"due_at": terms.due_at, "closes_at": terms.closes_at}
    return {name: None if at is None else at.isoformat() for name, at in dates.items()}


def deadline_of_attempt(attempt: Attempt) -> Deadline:
    """What holds for this attempt now: what it pinned, and whatever gives more. Three queries."""
    dates = timetable(attempt.enrolment.course_id, [attempt.enrolment_id])
    current = dates.terms(attempt.quiz, attempt.revision)
    terms = widened(_pinned(attempt), current)
    return deadline_for(terms, dates.reliefs(attempt.enrolment_id, attempt.quiz))


def end_of(attempt: Attempt) -> tuple[Deadline, End | None]:
    """The attempt's end as of now. It only ever moves later, whatever is withdrawn meanwhile."""
    deadline = deadline_of_attempt(attempt)
    end = deadline.end_of(attempt.started_at)
    if attempt.ends_at is None:
        return deadline, None
    if end is not None and end.at < attempt.ends_at:
        end = replace(end, at=attempt.ends_at)
    return deadline, end


def clock_of(attempt: Attempt, now: datetime) -> Clock:
    """The clock of an open attempt, which also notes an end that has moved."""
    if attempt.ends_at is None:
        return Clock(now, Deadline(), None)
    deadline, end = end_of(attempt)
    note_end(attempt, None if end is None else end.at)
    return Clock(now, deadline, end)


def note_end(attempt: Attempt, ends_at: datetime | None) -> None:
    """Stores a later end. One that another request stored meanwhile is not moved back."""
    if ends_at == attempt.ends_at:
        return
    known = Attempt.objects.filter(pk=attempt.pk, finished_at=None)
    if ends_at is not None:
        known = known.filter(ends_at__lt=ends_at)
    known.update(ends_at=ends_at)
    attempt.ends_at = ends_at


def is_in_time(attempt: Attempt, now: datetime, waited: timedelta = timedelta(0)) -> bool:
    """Whether an answer that arrives now, given `waited` ago, is stored. See the rule above.

    The dates are asked for only after the end that was known before: most answers cost no query.
    """
    if attempt.ends_at is None or now <= attempt.ends_at:
        return True
    _, end = end_of(attempt)
    note_end(attempt, None if end is None else end.at)
    if end is None or now <= end.at:
        return True
    return now <= end.at + GRACE and now - max(waited, timedelta(0)) <= end.at + SLACK


def _pinned(attempt: Attempt) -> Terms:
    limit = attempt.rules.time_limit
    return Terms(
        due_at=_date(attempt, "due_at"),
        closes_at=_date(attempt, "closes_at"),
        time_limit=None if limit is None else timedelta(minutes=limit),
        late=tuple(attempt.rules.late),
    )


def _date(attempt: Attempt, name: str) -> datetime | None:
    text = attempt.dates.get(name)
    return datetime.fromisoformat(text) if text else None
