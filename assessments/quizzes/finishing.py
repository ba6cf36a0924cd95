"""Finishes an attempt: stores what is on the screen, marks everything, closes it once and for good.

The learner does it, or the deadline: then with whatever the server has.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from pydantic import JsonValue

from assessments.courses.models import QuizRevision

from .answering import (
    AttemptFinished,
    keep_late_arrivals,
    lock,
    read_all,
    store_all,
)
from .counterparts import counterpart
from .keys import drawn_as, key_of, value_by
from .models import Attempt, Marking, Response
from .queueing import queue_runs
from .reading import how_read
from .timing import GRACE, end_of, is_in_time, note_end

NO_TIME = timedelta(0)


@dataclass(frozen=True)
class Finish:
    """Whether the attempt is finished; if not, the questions to look at again, and why."""

    is_finished: bool
    # Answers that could not be stored, by question.
    refused: Mapping[str, str] = field(default_factory=dict)
    # Answers that are stored, but not understood, by question.
    unreadable: Mapping[str, str] = field(default_factory=dict)
    # How many answers came too late to count; they are kept.
    too_late: int = 0


def finish_attempt(
    *,
    attempt: Attempt,
    answers: Mapping[str, JsonValue] | None = None,
    certainties: Mapping[str, int] | None = None,
    sequence: int = 0,
    anyway: bool = False,
    waited: timedelta = NO_TIME,
) -> Finish:
    """Stores the answers on the screen, then marks all and closes the attempt: once, for good.

    Answers that cannot be read leave it open, so that they cost nothing, unless the learner wants
    to finish `anyway` or the time is up. Finishing what is finished changes nothing.
    """
    given = answers or {}
    readable, refused = read_all(attempt, given)
    now = timezone.now()
    with transaction.atomic():
        try:
            lock(attempt)
        except AttemptFinished:
            return Finish(is_finished=True, too_late=keep_late_arrivals(attempt, readable, waited))
        if not is_in_time(attempt, now, waited):
            kept = keep_late_arrivals(attempt, readable, waited)
            _close(attempt, Attempt.Closing.DEADLINE, now)
            return Finish(is_finished=True, too_late=kept)
        store_all(attempt, readable, sequence, certainties)
        responses = list(attempt.responses.all())
        unreadable = _unreadable(attempt, responses)
        is_over = attempt.ends_at is not None and now >= attempt.ends_at
        if not is_over and (refused or (unreadable and not anyway)):
            return Finish(is_finished=False, refused=refused, unreadable=unreadable)
        _close(attempt, Attempt.Closing.LEARNER, now, responses)
    return Finish(is_finished=True)


def close_if_over(attempt: Attempt, now: datetime | None = None) -> bool:
    """Closes an open attempt whose time, with the grace for what is under way, is over.

    Whether it is finished then. The sweep does it, and whoever looks at the attempt before that.
    """
    now = now or timezone.now()
    if attempt.is_finished:
        return True
    if attempt.ends_at is None or now <= attempt.ends_at + GRACE:
        return False
    with transaction.atomic():
        try:
            lock(attempt)
        except AttemptFinished:
            attempt.refresh_from_db(fields=["finished_at", "points", "closed_by"])
            return True
        _, end = end_of(attempt)
        note_end(attempt, None if end is None else end.at)
        if end is None or now <= end.at + GRACE:
            return False
        _close(attempt, Attempt.Closing.DEADLINE, now)
    return True


def sweep_attempts(most: int = 200) -> list[uuid.UUID]:
    """Closes open attempts whose time is over, the longest over first; those it closed."""
    now = timezone.now()
    over = (
        Attempt.objects.filter(finished_at=None, ends_at__lt=now - GRACE)
        .select_related("revision", "enrolment", "quiz__current")
        .order_by("ends_at")[:most]
    )
    return [attempt.pk for attempt in over if close_if_over(attempt, now)]


def settle_attempt(attempt: Attempt) -> None:
    """Marks a finished attempt's responses that waited, once there is evidence on them."""
    with transaction.atomic():
        Attempt.objects.select_for_update().get(pk=attempt.pk)
        responses = list(attempt.responses.all())
        _mark_all(attempt, [each for each in responses if each.points is None])
        attempt.points = sum_of(responses)
        Attempt.objects.filter(pk=attempt.pk).update(points=attempt.points)


def sum_of(responses: list[Response]) -> float | None:
    """The points of an attempt, never below zero; None while one of them waits for its mark."""
    points = [each.points for each in responses]
    known = [each for each in points if each is not None]
    return max(0.0, sum(known)) if len(known) == len(points) else None


def _close(
    attempt: Attempt,
    closed_by: Attempt.Closing,
    now: datetime,
    responses: list[Response] | None = None,
) -> None:
    """Marks and closes the attempt, whose lock is held. It was handed in at its end at the latest."""
    responses = list(attempt.responses.all()) if responses is None else responses
    _mark_all(attempt, responses)
    attempt.points = sum_of(responses)
    attempt.finished_at = now if attempt.ends_at is None else min(now, attempt.ends_at)
    attempt.closed_by = closed_by
    changed = Attempt.objects.filter(pk=attempt.pk, finished_at=None).update(
        points=attempt.points, finished_at=attempt.finished_at, closed_by=closed_by
    )
    if changed != 1:
        raise AttemptFinished


def _mark_all(attempt: Attempt, responses: list[Response]) -> None:
    keys = [key_of(attempt, response) for response in responses]
    for response in responses:
        mark_response(attempt, response)
    Response.objects.bulk_update(responses, ["points", "verdict"])
    Marking.objects.bulk_create(
        [
            Marking(
                response=response,
                revision_id=key.pk,
                points=response.points,
                max_points=_max_points(attempt, response, key),
                verdict=response.verdict,
            )
            for response, key in zip(responses, keys, strict=True)
        ]
    )
    queue_runs(responses)


def mark_response(attempt: Attempt, response: Response) -> None:
    """Sets the response's points and verdict, by the key that holds for it, without storing them."""
    value = value_by(attempt, response, key_of(attempt, response))
    if value is None:
        response.points, response.verdict = 0.0, "unanswered"
        return
    response.points, response.verdict = value.points, value.verdict


def _max_points(attempt: Attempt, response: Response, key: QuizRevision) -> float:
    drawn = drawn_as(attempt, response.question)
    found = None if drawn is None else counterpart(attempt.revision, key, drawn)
    return 0.0 if found is None else found.question.points


def _unreadable(attempt: Attempt, responses: list[Response]) -> dict[str, str]:
    found = {}
    for response in responses:
        question = attempt.question(response.question)
        if question and (problem := how_read(question, response.answer).problem):
            found[question.id] = problem
    return found
