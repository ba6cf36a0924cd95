"""Starts an attempt, keeps its answers safe, finishes it.

Every change of an attempt holds its row's lock, so that an answer is either stored before the
attempt is finished, and marked, or refused with AttemptFinished: never acknowledged and ignored.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from pydantic import JsonValue

from assessments.courses.models import Enrolment, Quiz
from assessments.courses.questions import WrongShape

from .marking import mark
from .models import Attempt, Response
from .reading import how_read, read_answer

LARGEST_ANSWER = 8 * 1024
# Browsers count exactly up to here.
LARGEST_SEQUENCE = 2**53 - 1


class NoAttemptsLeft(Exception):
    """The learner has used every attempt the quiz allows."""


class AttemptFinished(Exception):
    """The attempt takes no more answers."""


class NoSuchQuestion(Exception):
    """The quiz, as this attempt began it, has no question of that id."""


class AnswerTooLarge(Exception):
    """Longer than any answer can be."""


@dataclass(frozen=True)
class Saved:
    """What is stored now. `is_newest` is false where a later save was there already."""

    question: str
    answer: JsonValue
    sequence: int
    saved_at: datetime
    is_newest: bool


@dataclass(frozen=True)
class Finish:
    """Whether the attempt is finished; if not, the questions to look at again, and why."""

    is_finished: bool
    # Answers that could not be stored, by question.
    refused: Mapping[str, str] = field(default_factory=dict)
    # Answers that are stored, but not understood, by question.
    unreadable: Mapping[str, str] = field(default_factory=dict)


def start_attempt(*, enrolment: Enrolment, quiz: Quiz) -> tuple[Attempt, bool]:
    """The learner's open attempt, begun now if there is none, and whether it was begun now.

    Raises NoAttemptsLeft. Two starts at the same time give the same attempt: the second one to
    arrive breaks a constraint and finds what the first one made.
    """
    attempts = Attempt.objects.filter(enrolment=enrolment, quiz=quiz)
    revision = quiz.current
    assert revision is not None
    while True:
        # Counted before looking: whoever begins one later than this is seen by the count below.
        used = attempts.count()
        if (running := attempts.filter(finished_at=None).first()) is not None:
            return running, False
        if used >= revision.document["attempts"]:
            raise NoAttemptsLeft
        try:
            with transaction.atomic():
                return attempts.create(
                    enrolment=enrolment,
                    quiz=quiz,
                    revision=revision,
                    number=used + 1,
                    seed=secrets.randbits(53),
                    max_points=revision.max_points,
                ), True
        except IntegrityError:
            if attempts.count() == used:
                raise


def save_response(*, attempt: Attempt, question: str, sent: JsonValue, sequence: int) -> Saved:
    """Stores one answer; once this returned, it is in the database.

    The same save may arrive again. One that is older than what is stored changes nothing. Raises
    NoSuchQuestion, AnswerTooLarge, WrongShape, AttemptFinished.
    """
    answer = _read(attempt, question, sent)
    with transaction.atomic():
        _lock(attempt)
        return _store(attempt, question, answer, sequence)


def save_sheet(
    *, attempt: Attempt, answers: Mapping[str, JsonValue], sequence: int = 0
) -> Mapping[str, str]:
    """Stores all answers of a page, and returns what is wrong with those that cannot be stored.

    What is on the screen is newer than anything stored. Raises AttemptFinished.
    """
    readable, refused = _read_all(attempt, answers)
    with transaction.atomic():
        _lock(attempt)
        _store_all(attempt, readable, sequence)
    return refused


def finish_attempt(
    *,
    attempt: Attempt,
    answers: Mapping[str, JsonValue] | None = None,
    sequence: int = 0,
    anyway: bool = False,
) -> Finish:
    """Stores the answers on the screen, then marks all and closes the attempt: once, for good.

    Answers that cannot be read leave it open, so that they cost nothing, unless the learner wants
    to finish `anyway`. Finishing what is finished changes nothing.
    """
    readable, refused = _read_all(attempt, answers or {})
    with transaction.atomic():
        try:
            _lock(attempt)
        except AttemptFinished:
            return Finish(is_finished=True)
        _store_all(attempt, readable, sequence)
        responses = list(attempt.responses.all())
        unreadable = _unreadable(attempt, responses)
        if refused or (unreadable and not anyway):
            return Finish(is_finished=False, refused=refused, unreadable=unreadable)
        _mark_all(attempt, responses)
    return Finish(is_finished=True)


def _lock(attempt: Attempt) -> None:
    """Holds the attempt until the transaction ends. Raises AttemptFinished."""
    # SQLite has no such lock and needs none: its transactions are begun one at a time.
    finished_at = (
        Attempt.objects.select_for_update().values_list("finished_at", flat=True).get(pk=attempt.pk)
    )
    if finished_at is not None:
        raise AttemptFinished


def _read(attempt: Attempt, question_id: str, sent: JsonValue) -> JsonValue:
    question = attempt.paper.question(question_id)
    if question is None:
        raise NoSuchQuestion
    if len(json.dumps(sent)) > LARGEST_ANSWER:
        raise AnswerTooLarge
    return read_answer(attempt.paper, question, attempt.seed, sent)


def _read_all(
    attempt: Attempt, answers: Mapping[str, JsonValue]
) -> tuple[dict[str, JsonValue], dict[str, str]]:
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


def _store(attempt: Attempt, question: str, answer: JsonValue, sequence: int) -> Saved:
    response = attempt.responses.filter(question=question).first()
    is_newest = True
    if response is None:
        response = attempt.responses.create(question=question, answer=answer, sequence=sequence)
    elif sequence > response.sequence:
        response.answer, response.sequence = answer, sequence
        response.save(update_fields=["answer", "sequence", "saved_at"])
    else:
        is_newest = sequence == response.sequence and answer == response.answer
    return Saved(
        question=question,
        answer=response.answer,
        sequence=response.sequence,
        saved_at=response.saved_at,
        is_newest=is_newest,
    )


def _store_all(attempt: Attempt, answers: Mapping[str, JsonValue], sequence: int) -> None:
    newest = attempt.responses.aggregate(newest=Max("sequence"))["newest"] or 0
    for question, answer in answers.items():
        _store(attempt, question, answer, max(sequence, newest + 1))


def _unreadable(attempt: Attempt, responses: list[Response]) -> dict[str, str]:
    found = {}
    for response in responses:
        question = attempt.paper.question(response.question)
        if question and (problem := how_read(question, response.answer).problem):
            found[question.id] = problem
    return found


def _mark_all(attempt: Attempt, responses: list[Response]) -> None:
    for response in responses:
        question = attempt.paper.question(response.question)
        response.points = 0.0 if question is None else mark(question, response.answer).points
    Response.objects.bulk_update(responses, ["points"])
    attempt.points = sum(response.points or 0.0 for response in responses)
    attempt.finished_at = timezone.now()
    changed = Attempt.objects.filter(pk=attempt.pk, finished_at=None).update(
        points=attempt.points, finished_at=attempt.finished_at
    )
    if changed != 1:
        raise AttemptFinished
