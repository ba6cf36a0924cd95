"""What a stored answer of an attempt is worth by one revision's key: its own, or a corrected one."""

from __future__ import annotations

from assessments.courses.models import QuizRevision
from assessments.courses.questions import Drawn

from .counterparts import counterpart
from .models import Attempt, Response
from .valuing import Given, Value, value_of


def key_of(attempt: Attempt, response: Response) -> QuizRevision:
    """The revision whose key the response was marked with last; the attempt's own before that."""
    if not attempt.is_finished or response.pk is None:
        return attempt.revision
    newest = response.newest_marking
    if newest is None or newest.revision_id == attempt.revision_id:
        return attempt.revision
    return newest.revision


def drawn_as(attempt: Attempt, question: str) -> Drawn | None:
    """The question with the variant it has in the attempt, if it is asked."""
    return next((each for each in attempt.asked if each.question == question), None)


def value_by(attempt: Attempt, response: Response, key: QuizRevision) -> Value | None:
    """The response's value by the key, with its tries; None where the key cannot judge the answer."""
    drawn = drawn_as(attempt, response.question)
    found = None if drawn is None else counterpart(attempt.revision, key, drawn)
    if found is None:
        return None
    tries = []
    for each in response.tries.all() if attempt.rules.is_checked and response.pk else ():
        tried = counterpart(attempt.revision, key, Drawn(response.question, each.variant))
        if tried is None:
            return None
        tries.append(Given(tried.question, tried.answer(each.answer)))
    return value_of(
        attempt.rules,
        Given(found.question, found.answer(response.answer), response.evidence),
        tries=tries,
        certainty=response.certainty,
    )
