"""Marks one answer of an open attempt at once, where the quiz gives feedback before its end."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone

from assessments.courses.questions import Drawn, Mark, variant_of

from .answering import AnswerStands, AttemptFinished, NoSuchQuestion, TooLate, lock
from .earning import earned, is_settled
from .marking import mark
from .models import Attempt, Response, Try
from .reading import how_read
from .timing import is_in_time


class CannotBeChecked(Exception):
    """Nothing was tried; the message says why not."""


@dataclass(frozen=True)
class Checked:
    """The mark of the answer that was checked, and whether the question takes another."""

    mark: Mark
    is_settled: bool
    # The question comes again with other numbers.
    is_new_variant: bool = False


def check_response(*, attempt: Attempt, question: str) -> Checked:
    """Marks the stored answer as one try. What cannot be read, or is not there, costs no try.

    Raises CannotBeChecked, AnswerStands, NoSuchQuestion, AttemptFinished, TooLate.
    """
    if not attempt.rules.is_checked:
        raise CannotBeChecked("This quiz gives no feedback before its end.")
    with transaction.atomic():
        lock(attempt)
        if not is_in_time(attempt, timezone.now()):
            raise TooLate
        _pin_newest_variants(attempt)
        response = attempt.responses.filter(question=question).first()
        marked = _marked(attempt, question, response)
        assert response is not None
        return _note_try(attempt, response, marked)


def _pin_newest_variants(attempt: Attempt) -> None:
    """Another request may have drawn a new variant since this one read the attempt."""
    attempt.drawn = Attempt.objects.values_list("drawn", flat=True).get(pk=attempt.pk)


def _marked(attempt: Attempt, name: str, response: Response | None) -> Mark:
    question = attempt.question(name)
    if question is None:
        raise NoSuchQuestion
    if response is None or response.answer is None:
        raise CannotBeChecked("There is no answer to check yet.")
    if response.verdict:
        raise AnswerStands
    if problem := how_read(question, response.answer).problem:
        raise CannotBeChecked(problem)
    marked = mark(question, response.answer)
    if marked.is_waiting:
        raise CannotBeChecked("This answer is marked after the end of the attempt.")
    return marked


def _note_try(attempt: Attempt, response: Response, marked: Mark) -> Checked:
    question = attempt.question(response.question)
    assert question is not None
    tries = list(response.tries.all())
    if tries and tries[-1].answer == response.answer and attempt.rules.mastery is None:
        raise CannotBeChecked("This answer has been checked already. Change it first.")
    variant = next(each for each in attempt.asked if each.question == question.id).variant
    made = Try.objects.create(
        response=response,
        number=len(tries) + 1,
        variant=variant,
        answer=response.answer,
        share=marked.points / marked.max_points,
        verdict=marked.verdict,
    )
    shares = [*(each.share for each in tries), made.share]
    settled = is_settled(attempt.rules, shares)
    response.points = earned(attempt.rules, shares) * question.points
    response.verdict = marked.verdict if settled else ""
    is_new = attempt.rules.mastery is not None and not settled
    if is_new:
        response.answer = None
        response.sequence += 1
        response.save_id = None
        _draw_next(attempt, question.id, made.number)
    response.save()
    return Checked(marked, settled, is_new)


def _draw_next(attempt: Attempt, name: str, number: int) -> None:
    """Gives the question the variant after those it has had."""
    question = attempt.paper.question(name)
    assert question is not None
    turn = f"{attempt.enrolment_id}/{attempt.number}"
    drawn = [
        Drawn(name, variant_of(question, turn=turn, number=number))
        if each.question == name
        else each
        for each in attempt.asked
    ]
    attempt.drawn = [asdict(each) for each in drawn]
    if Attempt.objects.filter(pk=attempt.pk, finished_at=None).update(drawn=attempt.drawn) != 1:
        raise AttemptFinished
