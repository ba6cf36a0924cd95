"""Runs one answer in a cell, keeps what was found as evidence, and has it marked."""

from __future__ import annotations

import logging
import uuid

from django.db import transaction
from django.db.models import F, QuerySet
from pydantic import JsonValue

from assessments.courses.bench import BenchFailed, NoBench
from assessments.courses.questions import Bench, do

from .counterparts import counterpart
from .finishing import settle_attempt
from .keys import drawn_as, key_of
from .models import AnswerRun, Response
from .queueing import MAX_TRIES, claim

logger = logging.getLogger(__name__)


def run_answer(run_id: int, *, bench: Bench) -> None:
    """Claims a queued run and does it; does nothing if it is not queued.

    After a fault of the cell's it is queued again, at most three tries in all; a machine without
    walls, or a mistake of ours, fails it at once. Staff see the reason; the answer is kept, and the
    learner pays nothing.
    """
    token = claim(run_id)
    if token is None:
        return
    try:
        evidence = _evidence(run_id, bench)
    except NoBench as error:
        _leave(run_id, token, f"This machine cannot hold a learner's program safely: {error}")
    except BenchFailed as error:
        logger.exception("the sandbox failed on the answer's run %s", run_id)
        _give_up(run_id, token, f"The sandbox failed: {error}")
    except Exception as error:
        logger.exception("the answer's run %s cannot be done", run_id)
        _leave(run_id, token, f"{type(error).__name__}: {error}")
    except BaseException:
        _held(run_id, token).update(
            state=AnswerRun.State.QUEUED, token=None, rung_at=None, tries=F("tries") - 1
        )
        raise
    else:
        _store(run_id, token, evidence)


def _evidence(run_id: int, bench: Bench) -> JsonValue:
    run = AnswerRun.objects.select_related("response__attempt__revision", "revision").get(pk=run_id)
    attempt, response = run.response.attempt, run.response
    drawn = drawn_as(attempt, response.question)
    key = run.revision or key_of(attempt, response)
    found = None if drawn is None else counterpart(attempt.revision, key, drawn)
    work = None if found is None else found.question.checking(found.answer(response.answer))
    return None if work is None else do(work, bench)


def _store(run_id: int, token: uuid.UUID, evidence: JsonValue) -> None:
    """Evidence and mark in one transaction: nobody sees one without the other.

    What was run for a regrade marks nobody: it waits beside the run until the regrade is applied.
    """
    with transaction.atomic():
        held = _held(run_id, token)
        for_regrade = held.filter(revision__isnull=False)
        if for_regrade.update(state=AnswerRun.State.DONE, token=None, evidence=evidence) == 1:
            return
        if held.update(state=AnswerRun.State.DONE, token=None) != 1:
            logger.warning("the claim on the answer's run %s is lost", run_id)
            return
        response = Response.objects.select_related("attempt__revision").get(run=run_id)
        Response.objects.filter(pk=response.pk).update(evidence=evidence)
        settle_attempt(response.attempt)


def _held(run_id: int, token: uuid.UUID) -> QuerySet[AnswerRun]:
    return AnswerRun.objects.filter(pk=run_id, state=AnswerRun.State.RUNNING, token=token)


def _give_up(run_id: int, token: uuid.UUID, reason: str) -> None:
    again = _held(run_id, token).filter(tries__lt=MAX_TRIES)
    if again.update(state=AnswerRun.State.QUEUED, token=None, rung_at=None) != 1:
        _leave(run_id, token, f"Given up after {MAX_TRIES} tries. The last one: {reason}")


def _leave(run_id: int, token: uuid.UUID, reason: str) -> None:
    _held(run_id, token).update(state=AnswerRun.State.FAILED, token=None, failure=reason)
