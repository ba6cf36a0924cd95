"""Keeps the answers of an attempt safe: stored before they are acknowledged, the newest one wins.

Every change of an attempt holds its row's lock, so that an answer is either stored before the
attempt is finished, and marked, or refused: never acknowledged and ignored.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from pydantic import JsonValue

from assessments.courses.questions import WrongShape

from .models import Attempt, LateArrival, Response
from .reading import read_answer
from .timing import is_in_time

LARGEST_ANSWER = 8 * 1024
# Browsers count exactly up to here.
LARGEST_SEQUENCE = 2**53 - 1
LONGEST_LOOK = 24 * 60 * 60.0
MOST_LATE_ARRIVALS = 500
NO_TIME = timedelta(0)


class AttemptFinished(Exception):
    """The attempt takes no more answers."""


class TooLate(AttemptFinished):
    """The answer came after the end. It is kept, and does not count."""


class AnswerStands(Exception):
    """The question was checked and takes no other answer."""


class NoSuchQuestion(Exception):
    """The quiz, as this attempt began it, has no question of that id."""


class AnswerTooLarge(Exception):
    """Longer than any answer can be."""


@dataclass(frozen=True)
class Save:
    """One change as a browser sends it.

    `sequence` grows with every change of the attempt; `id` names this one, so that it may come
    twice; `waited` is how long ago the answer was given, by the browser's stop-watch.
    """

    sequence: int
    id: uuid.UUID | None = None
    waited: timedelta = NO_TIME
    certainty: int | None = None
    seconds: float = 0.0


@dataclass(frozen=True)
class Saved:
    """What is stored now. `is_newest` is false where a later save was there already."""

    question: str
    answer: JsonValue
    sequence: int
    saved_at: datetime
    is_newest: bool
    certainty: int | None = None


def save_response(
    *,
    attempt: Attempt,
    question: str,
    sent: JsonValue,
    sequence: int = 0,
    save: Save | None = None,
) -> Saved:
    """Stores one answer; once this returned, it is in the database.

    The same save may arrive again. One that is older than what is stored changes nothing. Raises
    NoSuchQuestion, AnswerTooLarge, WrongShape, AnswerStands, AttemptFinished, TooLate.
    """
    save = save or Save(sequence)
    answer = _read(attempt, question, sent)
    try:
        with transaction.atomic():
            lock(attempt)
            if not is_in_time(attempt, timezone.now(), save.waited):
                raise TooLate
            return _store(attempt, question, answer, save)
    except AttemptFinished as finished:
        if (stored := _stored_before(attempt, question, answer, save)) is not None:
            return stored
        if keep_late_arrivals(attempt, {question: answer}, save.waited):
            raise TooLate from finished
        raise


def save_sheet(
    *,
    attempt: Attempt,
    answers: Mapping[str, JsonValue],
    certainties: Mapping[str, int] | None = None,
    sequence: int = 0,
) -> Mapping[str, str]:
    """Stores all answers of a page, and returns what is wrong with those that cannot be stored.

    What is on the screen is newer than anything stored. Raises AttemptFinished, TooLate.
    """
    readable, refused = read_all(attempt, answers)
    try:
        with transaction.atomic():
            lock(attempt)
            if not is_in_time(attempt, timezone.now()):
                raise TooLate
            return {**refused, **store_all(attempt, readable, sequence, certainties)}
    except AttemptFinished as finished:
        if keep_late_arrivals(attempt, readable, NO_TIME):
            raise TooLate from finished
        raise


def flag_question(*, attempt: Attempt, question: str, is_flagged: bool) -> None:
    """Marks a question to come back to, or takes the mark away. Raises NoSuchQuestion."""
    if attempt.question(question) is None:
        raise NoSuchQuestion
    with transaction.atomic():
        lock(attempt)
        attempt.responses.update_or_create(question=question, defaults={"is_flagged": is_flagged})


def lock(attempt: Attempt) -> None:
    """Holds the attempt until the transaction ends. Raises AttemptFinished."""
    # SQLite has no such lock and needs none: its transactions are begun one at a time.
    held = (
        Attempt.objects.select_for_update()
        .values_list("finished_at", "ends_at", "closed_by")
        .get(pk=attempt.pk)
    )
    attempt.finished_at, attempt.ends_at, attempt.closed_by = held
    if attempt.finished_at is not None:
        raise AttemptFinished


def read_all(
    attempt: Attempt, answers: Mapping[str, JsonValue]
) -> tuple[dict[str, JsonValue], dict[str, str]]:
    """The answers as they are to be stored, and what is wrong with the others, by question."""
    readable: dict[str, JsonValue] = {}
    refused: dict[str, str] = {}
    for question, sent in answers.items():
        try:
            readable[question] = _read(attempt, question, sent)
        except WrongShape as error:
            refused[question] = str(error)
        except AnswerTooLarge:
            refused[question] = "The answer is too long."
        except NoSuchQuestion:
            refused[question] = "The quiz has no such question."
    return readable, refused


def store_all(
    attempt: Attempt,
    answers: Mapping[str, JsonValue],
    sequence: int,
    certainties: Mapping[str, int] | None = None,
) -> dict[str, str]:
    """Stores answers as newer than anything stored, under the lock; those that cannot change stay."""
    newest = attempt.responses.aggregate(newest=Max("sequence"))["newest"] or 0
    number = max(sequence, newest + 1)
    refused = {}
    for question, answer in answers.items():
        try:
            save = Save(number, certainty=(certainties or {}).get(question))
            _store(attempt, question, answer, save)
        except AnswerStands:
            refused[question] = "It was checked, and stands."
    return refused


def keep_late_arrivals(
    attempt: Attempt, answers: Mapping[str, JsonValue], waited: timedelta
) -> int:
    """Keeps answers that differ from what is stored and came after the deadline; how many.

    What comes after the learner's own finish is a left-over of another tab, and not kept.
    """
    if attempt.closed_by == Attempt.Closing.LEARNER:
        return 0
    stored = dict(attempt.responses.values_list("question", "answer"))
    new = {name: answer for name, answer in answers.items() if answer != stored.get(name)}
    kept = list(attempt.late_arrivals.values_list("question", "answer"))
    if new and attempt.late_arrivals.count() < MOST_LATE_ARRIVALS:
        LateArrival.objects.bulk_create(
            LateArrival(
                attempt=attempt,
                question=question,
                answer=answer,
                waited_seconds=waited.total_seconds(),
            )
            for question, answer in new.items()
            # The same one may come twice: with the page's form, and by itself.
            if (question, answer) not in kept
        )
    return len(new)


def _stored_before(attempt: Attempt, question: str, answer: JsonValue, save: Save) -> Saved | None:
    """What this very save stored in time, when its acknowledgement was lost on the way."""
    if save.id is None:
        return None
    response = attempt.responses.filter(question=question, save_id=save.id).first()
    if response is None or response.answer != answer:
        return None
    return _saved(response, is_newest=True)


def _read(attempt: Attempt, question_id: str, sent: JsonValue) -> JsonValue:
    question = attempt.question(question_id)
    if question is None:
        raise NoSuchQuestion
    if len(json.dumps(sent, ensure_ascii=False)) > LARGEST_ANSWER:
        raise AnswerTooLarge
    return read_answer(attempt.paper, question, attempt.seed, sent)


def _store(attempt: Attempt, question: str, answer: JsonValue, save: Save) -> Saved:
    response = attempt.responses.filter(question=question).first()
    if response is None:
        response = Response(attempt=attempt, question=question)
    elif response.verdict and answer != response.answer:
        # Set while the attempt is open only where a checked question takes no more tries.
        raise AnswerStands
    is_same = save.id is not None and (save.id, answer) == (response.save_id, response.answer)
    is_newest = is_same or save.sequence > response.sequence
    if is_newest and not is_same:
        response.answer, response.sequence, response.save_id = answer, save.sequence, save.id
        response.certainty = save.certainty or response.certainty
        response.seconds = max(response.seconds, min(save.seconds, LONGEST_LOOK))
        response.save()
    elif not is_newest:
        is_newest = save.sequence == response.sequence and answer == response.answer
    return _saved(response, is_newest=is_newest)


def _saved(response: Response, *, is_newest: bool) -> Saved:
    return Saved(
        question=response.question,
        answer=response.answer,
        sequence=response.sequence,
        saved_at=response.saved_at,
        is_newest=is_newest,
        certainty=response.certainty,
    )
