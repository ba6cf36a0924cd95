"""Marks by people: what waits for them in a course, and what they give by the rubric."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from pydantic import JsonValue

from assessments.accounts.models import User
from assessments.courses.access import Visitor, seen_by
from assessments.courses.models import Enrolment
from assessments.courses.questions import Essay

from .attempts import attempt_seen_by
from .finishing import settle_attempt
from .models import AnswerRun, Attempt, Response, RubricMark

LONGEST_COMMENT = 2000


class WrongMarks(Exception):
    """Nothing is stored; what is wrong, by criterion ("comment" for the comment)."""

    def __init__(self, wrong: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {why}" for name, why in wrong.items()))
        self.wrong = wrong


@dataclass(frozen=True, slots=True)
class ToMark:
    """One answer to be marked: no name with it, for a name should not count."""

    response: Response
    question: Essay


def waiting_responses(staff: Enrolment) -> list[Response]:
    """The answers that wait for a person, of those whom this member of staff sees; oldest first."""
    return list(
        Response.objects.filter(verdict="to_be_marked", attempt__enrolment__in=seen_by(staff))
        .select_related("attempt__quiz__module", "attempt__revision")
        .order_by("attempt__finished_at", "pk")
    )


def failed_runs(staff: Enrolment) -> list[AnswerRun]:
    """The answers that could not be run, by our fault."""
    return list(
        AnswerRun.objects.filter(
            state=AnswerRun.State.FAILED, response__attempt__enrolment__in=seen_by(staff)
        ).select_related("response__attempt__quiz__module")
    )


def to_mark(user: Visitor, attempt_id: uuid.UUID, question_id: str) -> ToMark:
    """An answer of a finished attempt that a person marks, for staff of its course.

    Raises Http404 where there is none, PermissionDenied for its learner.
    """
    attempt = attempt_seen_by(user, attempt_id)
    if attempt.enrolment.user_id == user.pk:
        raise PermissionDenied("Nobody marks their own answers.")
    question = attempt.question(question_id)
    response = attempt.responses.filter(question=question_id).first()
    if not (attempt.is_finished and isinstance(question, Essay) and response):
        raise Http404("There is no such answer to be marked.")
    return ToMark(response, question)


def mark_by_rubric(
    *, item: ToMark, marker: User, points: Mapping[str, JsonValue], comment: str = ""
) -> RubricMark:
    """Stores what a person gives, and settles the attempt. Raises WrongMarks.

    Every earlier mark is kept; the newest holds.
    """
    given = _checked(item.question, points, comment)
    response = item.response
    with transaction.atomic():
        Attempt.objects.select_for_update().get(pk=response.attempt_id)
        mark = RubricMark.objects.create(
            response=response, marker=marker, points=given, comment=comment.strip()
        )
        evidence: dict[str, JsonValue] = {**given, "comment": mark.comment}
        Response.objects.filter(pk=response.pk).update(evidence=evidence, points=None)
        settle_attempt(response.attempt)
    return mark


def _checked(question: Essay, points: Mapping[str, JsonValue], comment: str) -> dict[str, float]:
    wrong = dict.fromkeys(points, "The rubric has no such criterion.")
    given = {}
    for criterion in question.rubric:
        wrong.pop(criterion.id, None)
        value = points.get(criterion.id)
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if is_number and 0 <= float(str(value)) <= criterion.points:
            given[criterion.id] = float(str(value))
        else:
            wrong[criterion.id] = f"Give a number from 0 to {criterion.points:g}."
    if len(comment) > LONGEST_COMMENT:
        wrong["comment"] = f"A comment has {LONGEST_COMMENT} characters at most."
    if "\0" in comment:
        wrong["comment"] = "The comment holds characters that cannot be shown."
    if wrong:
        raise WrongMarks(wrong)
    return given
