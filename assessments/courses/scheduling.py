"""Sets when and how a course gives a quiz or an assignment."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from pydantic import ValidationError

from .models import Assignment, Course, Quiz, Schedule
from .terms import LATE_STEPS, check_late_steps


class ScheduleRefused(ValueError):
    """It contradicts itself; the message says how."""


@dataclass(frozen=True, slots=True)
class Given:
    """A whole schedule; None says nothing, so that the content's own rules hold."""

    opens_at: datetime | None = None
    due_at: datetime | None = None
    closes_at: datetime | None = None
    time_limit: int | None = None
    attempts: int | None = None
    # [(hours, credit in percent)]; empty: being late costs nothing.
    late: Sequence[tuple[float, float]] | None = None
    networks: Sequence[str] = ()

    def check(self) -> None:
        """Raises ScheduleRefused."""
        dates = [date for date in (self.opens_at, self.due_at, self.closes_at) if date is not None]
        if dates != sorted(dates):
            raise ScheduleRefused("The dates must follow each other: opens, due, closes.")
        if self.time_limit == 0 or self.attempts == 0:
            raise ScheduleRefused("Neither the time limit nor the attempts can be zero.")
        try:
            check_late_steps(LATE_STEPS.validate_python(self.steps or []))
        except ValidationError as error:
            raise ScheduleRefused(f"Late steps: {error.errors()[0]['msg']}") from None
        except ValueError as error:
            raise ScheduleRefused(str(error)) from None
        for network in self.networks:
            try:
                ipaddress.ip_network(network)
            except ValueError as error:
                raise ScheduleRefused(f"“{network}” is no network: {error}") from None

    @property
    def steps(self) -> list[dict[str, float]] | None:
        """The late steps as they are stored."""
        if self.late is None:
            return None
        return [{"hours": hours, "credit": credit} for hours, credit in self.late]


@transaction.atomic
def set_schedule(
    *, course: Course, item: Quiz | Assignment, given: Given, password: str | None = None
) -> Schedule:
    """The item's schedule in the course, as given. `password` None leaves the word, "" takes it away.

    Attempts that are running keep what they began with, or get what gives them more. Raises
    ScheduleRefused.
    """
    given.check()
    if not item.module.courses.filter(pk=course.pk).exists():
        raise ScheduleRefused("The course has no such quiz or assignment.")
    place = {"quiz": item} if isinstance(item, Quiz) else {"assignment": item}
    schedule = Schedule.objects.filter(course=course, **place).first()
    schedule = schedule or Schedule(course=course, **place)
    for name, value in asdict(given).items():
        setattr(schedule, name, value)
    schedule.late, schedule.networks = given.steps, list(given.networks)
    if password is not None:
        schedule.set_password(password)
    schedule.save()
    return schedule
