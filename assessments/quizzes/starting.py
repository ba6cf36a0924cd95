"""Begins an attempt: everything that will hold for it is drawn and pinned in one insert."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.courses.deadlines import Timetable, moment, timetable
from assessments.courses.models import Enrolment, Quiz, QuizRevision
from assessments.courses.questions import Policy, draw
from assessments.courses.terms import Deadline, Terms

from .entering import Entry, check_entry
from .models import Attempt, paper_of
from .timing import pinned_dates

SEED_BITS = 53


class NotStarted(Exception):
    """No attempt can be begun; the message says why."""

    code = "not_started"


class NoAttemptsLeft(NotStarted):
    """The learner has used every attempt the quiz allows."""

    code = "no_attempts_left"


class NotOpen(NotStarted):
    """The quiz has not opened yet, or has closed."""

    code = "not_open"


def start_attempt(
    *, enrolment: Enrolment, quiz: Quiz, entry: Entry | None = None
) -> tuple[Attempt, bool]:
    """The learner's open attempt, begun now if there is none, and whether it was begun now.

    Raises NoAttemptsLeft, NotOpen, and EntryRefused. Two starts at the same time give the same
    attempt: the second one to arrive breaks a constraint and finds what the first one made.
    """
    attempts = Attempt.objects.filter(enrolment=enrolment, quiz=quiz)
    dates = timetable(enrolment.course_id, [enrolment.pk])
    check_entry(dates.schedule(quiz), entry or Entry(), whose=enrolment.pk)
    while True:
        # Counted before looking: whoever begins one later than this is seen by the count below.
        used = attempts.count()
        if (running := attempts.filter(finished_at=None).first()) is not None:
            return running, False
        now = timezone.now()
        deadline = dates.deadline(enrolment.pk, quiz)
        _check_may_start(deadline, used, now)
        try:
            with transaction.atomic():
                return _new_attempt(enrolment, quiz, used + 1, dates, deadline, now), True
        except IntegrityError:
            if attempts.count() == used:
                raise


def _check_may_start(deadline: Deadline, used: int, now: datetime) -> None:
    phase = deadline.phase(now)
    if phase == "not_open" and deadline.opens_at is not None:
        raise NotOpen(f"This quiz opens {moment(deadline.opens_at)}.")
    if phase == "closed" and deadline.last_moment is not None:
        raise NotOpen(f"This quiz closed {moment(deadline.last_moment)}.")
    if deadline.attempts is not None and used >= deadline.attempts:
        raise NoAttemptsLeft("You have used all attempts at this quiz.")


def _new_attempt(
    enrolment: Enrolment,
    quiz: Quiz,
    number: int,
    dates: Timetable,
    deadline: Deadline,
    now: datetime,
) -> Attempt:
    revision = quiz.current
    assert revision is not None
    terms = dates.terms(quiz, revision)
    seed = secrets.randbits(SEED_BITS)
    attempt = Attempt(
        enrolment=enrolment,
        quiz=quiz,
        revision=revision,
        number=number,
        seed=seed,
        max_points=revision.max_points,
        policy=pinned_policy(revision, terms),
        dates=pinned_dates(terms),
        started_at=now,
    )
    drawn = draw(attempt.paper, seed=seed, turn=str(enrolment.pk), number=number)
    attempt.drawn = [asdict(each) for each in drawn]
    end = deadline.end_of(now)
    attempt.ends_at = None if end is None else end.at
    attempt.save(force_insert=True)
    return attempt


def pinned_policy(revision: QuizRevision, terms: Terms) -> dict[str, object]:
    """The content's own rules with what the course says instead."""
    file = paper_of(revision)
    policy = Policy.model_validate({name: getattr(file, name) for name in Policy.model_fields})
    limit = terms.time_limit
    changed = policy.model_copy(
        update={
            "attempts": terms.attempts or policy.attempts,
            "time_limit": None if limit is None else round(limit.total_seconds() / 60),
            "late": list(terms.late),
        }
    )
    return changed.model_dump(mode="json", exclude={"pools"})
