"""Answers that came after the end of an attempt: shown in words, and counted where an instructor says so.

Counting one is a regrade of one response: its answer takes the place of the stored one, which is kept
beside it, and it is marked by the key that holds for the response. Both marks are kept.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.http import Http404
from django.utils.html import escape
from pydantic import JsonValue

from assessments.accounts.models import User
from assessments.courses.access import Visitor, instructor
from assessments.courses.questions import Choosing, Question
from assessments.courses.rendering import render_inline

from .attempts import attempt_seen_by
from .earning import is_settled
from .finishing import sum_of
from .keys import key_of, value_by
from .marking import mark
from .models import Attempt, LateArrival, Marking, Regrade, Response
from .queueing import queue_runs

LONGEST_REASON = 500
DECIDED = {Regrade.Rule.FULL, Regrade.Rule.DISCOUNT}


class CannotCount(ValueError):
    """Nothing was changed; the message says why."""


@dataclass(frozen=True, slots=True)
class ShownLateArrival:
    """A late arrival in words, beside the answer that counted when it came."""

    late: LateArrival
    # Lines of HTML; none where nothing was answered.
    late_lines: tuple[str, ...]
    stored_lines: tuple[str, ...]

    @property
    def counts(self) -> bool:
        """Whether somebody had it count."""
        return self.late.regrade is not None


def shown_late_arrivals(attempt: Attempt) -> list[ShownLateArrival]:
    """What came too late, in the order in which it came. Two queries."""
    stored = dict(attempt.responses.values_list("question", "answer"))
    shown = []
    for late in attempt.late_arrivals.select_related("regrade__made_by"):
        before = stored.get(late.question) if late.regrade is None else late.replaced
        question = attempt.question(late.question)
        if question is not None:
            lines = in_lines(question, late.answer), in_lines(question, before)
            shown.append(ShownLateArrival(late, *lines))
    return shown


def in_lines(question: Question, answer: JsonValue) -> tuple[str, ...]:
    """An answer in words, as lines of HTML; what was typed stands there letter by letter."""
    if answer is None:
        return ()
    given, _ = question.in_words(answer)
    if given:
        return (str(escape(given)),)
    marked = mark(question, answer)
    if isinstance(question, Choosing):
        return tuple(render_inline(question.choices[place].text) for place in sorted(marked.chosen))
    return tuple(
        f"{render_inline(part.label)}: "
        + (render_inline(part.given) if part.is_chosen else str(escape(part.given)))
        for part in marked.parts
        if part.given
    )


def late_arrival_decided_by(user: Visitor, attempt_id: uuid.UUID, late_id: int) -> LateArrival:
    """A late arrival, for an instructor of its course.

    Raises Http404 for strangers and where there is none, PermissionDenied for everybody else.
    """
    attempt = attempt_seen_by(user, attempt_id)
    instructor(user, attempt.enrolment.course.slug)
    late = attempt.late_arrivals.filter(pk=late_id).first()
    if late is None:
        raise Http404("There is no such answer.")
    late.attempt = attempt
    return late


@transaction.atomic
def count_late_arrival(*, late: LateArrival, by: User, reason: str) -> Regrade:
    """Has the late answer count in place of the stored one. Raises CannotCount.

    One that counts already changes nothing. What a cell or a person has to look at waits for them,
    as it does at the end of an attempt.
    """
    attempt = (
        Attempt.objects.select_for_update(of=("self",))
        .select_related("revision", "quiz", "enrolment__course")
        .get(pk=late.attempt_id)
    )
    late = LateArrival.objects.select_related("regrade").get(pk=late.pk)
    if late.regrade is not None:
        return late.regrade
    responses = {each.question: each for each in attempt.responses.all()}
    response = responses.get(late.question) or Response(attempt=attempt, question=late.question)
    _check(attempt, response, reason)
    responses[late.question] = response
    key = key_of(attempt, response)
    late.replaced, late.replaced_evidence = response.answer, response.evidence
    # What was found out was about the other answer. A receipt then says: answered again since.
    response.answer, response.evidence, response.save_id = late.answer, None, None
    response.sequence += 1
    value = value_by(attempt, response, key)
    if value is None:
        raise CannotCount("The question is not in this attempt, or not in the key it is marked by.")
    response.points, response.verdict = value.points, value.verdict
    response.save()
    late.regrade = Regrade.objects.create(
        quiz=attempt.quiz,
        course=attempt.enrolment.course,
        revision=key,
        rule=Regrade.Rule.LATE,
        question=late.question,
        reason=reason.strip(),
        made_by=by,
    )
    late.save(update_fields=["regrade", "replaced", "replaced_evidence"])
    Marking.objects.create(
        response=response,
        revision=key,
        regrade=late.regrade,
        points=value.points,
        max_points=value.max_points,
        verdict=value.verdict,
    )
    attempt.points = sum_of(list(responses.values()))
    attempt.save(update_fields=["points"])
    queue_runs([response])
    return late.regrade


def _check(attempt: Attempt, response: Response, reason: str) -> None:
    if not attempt.is_finished:
        raise CannotCount("The attempt is not finished yet.")
    if not reason.strip():
        raise CannotCount("Say why: the learner reads it beside the mark.")
    if len(reason) > LONGEST_REASON or "\0" in reason:
        raise CannotCount(f"A reason has {LONGEST_REASON} characters at most, all to be shown.")
    if response.pk is None:
        return
    newest = response.newest_marking
    if newest is not None and newest.regrade is not None and newest.regrade.rule in DECIDED:
        raise CannotCount("The points of this question were given, or it was taken out.")
    shares = [each.share for each in response.tries.all()]
    if attempt.rules.is_checked and is_settled(attempt.rules, shares):
        raise CannotCount("The question was checked, and takes no other answer.")
