"""Stores answers, checks them, finishes attempts, and tells the time."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response as HttpResponse

from assessments.courses.questions import WrongShape

from ..answering import (
    LARGEST_SEQUENCE,
    LONGEST_LOOK,
    AnswerStands,
    AnswerTooLarge,
    AttemptFinished,
    NoSuchQuestion,
    Save,
    TooLate,
    flag_question,
    save_response,
)
from ..attempts import as_released, attempt_answered_by
from ..checking import CannotBeChecked, check_response
from ..finishing import close_if_over, finish_attempt
from ..models import Attempt
from ..paper import CheckedAnswer, checked_answer
from ..reading import how_read, show_answer
from ..timing import clock_of
from .shapes import AttemptSummary, CheckedOutput, Conflict, NeverStored, TooLarge

# A stop-watch of a browser; what it says of more than a day says nothing.
LONGEST_WAIT = 24 * 60 * 60 * 1000


class ResponseSave(NeverStored):
    """Stores single answers."""

    class Input(serializers.Serializer[Any]):
        """An answer in its question's shape: "b", ["a", "c"], true, "0.25", {"1": "c"}, or null."""

        class Meta:
            ref_name = "ResponseInput"

        answer = serializers.JSONField(allow_null=True)
        # Greater than that of every earlier save of the attempt.
        sequence = serializers.IntegerField(min_value=1, max_value=LARGEST_SEQUENCE)
        # Names this save, which may then be sent again until it is acknowledged.
        id = serializers.UUIDField(required=False)
        # Milliseconds since the answer was given.
        waited = serializers.IntegerField(min_value=0, max_value=LONGEST_WAIT, default=0)
        certainty = serializers.ChoiceField([1, 2, 3], required=False, allow_null=True)
        # For how long the question has been in view.
        seconds = serializers.FloatField(min_value=0, max_value=LONGEST_LOOK, default=0)

    class Output(serializers.Serializer[Any]):
        """What is stored now; `saved` is false where a later save was there already."""

        class Meta:
            ref_name = "ResponseSaved"

        question = serializers.CharField()
        saved = serializers.BooleanField()
        answer = serializers.JSONField(allow_null=True)
        certainty = serializers.IntegerField(allow_null=True)
        sequence = serializers.IntegerField()
        saved_at = serializers.DateTimeField()
        understood = serializers.CharField()
        problem = serializers.CharField()

    @extend_schema(operation_id="save_response", request=Input, responses=Output)
    def put(self, request: Request, attempt_id: uuid.UUID, question: str) -> HttpResponse:
        """Stores one answer. It is in the database when this is answered with `saved: true`.

        409 "attempt_finished" takes nothing more; 409 "too_late" came after the end, is kept and
        does not count; 409 "answer_stands" was checked.
        """
        attempt = attempt_answered_by(request.user, attempt_id)
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        try:
            saved = save_response(
                attempt=attempt,
                question=question,
                sent=given.validated_data["answer"],
                save=Save(
                    sequence=given.validated_data["sequence"],
                    id=given.validated_data.get("id"),
                    waited=timedelta(milliseconds=given.validated_data["waited"]),
                    certainty=given.validated_data.get("certainty"),
                    seconds=given.validated_data["seconds"],
                ),
            )
        except NoSuchQuestion:
            raise NotFound("The quiz has no such question.") from None
        except AnswerTooLarge:
            raise TooLarge from None
        except WrongShape as error:
            raise ValidationError({"answer": [str(error)]}) from None
        except (AnswerStands, AttemptFinished) as error:
            raise refusal(attempt, error) from None
        asked = attempt.question(question)
        assert asked is not None
        reading = how_read(asked, saved.answer)
        shown = {
            "question": question,
            "saved": saved.is_newest,
            "answer": show_answer(attempt.paper, asked, attempt.seed, saved.answer),
            "certainty": saved.certainty,
            "sequence": saved.sequence,
            "saved_at": saved.saved_at,
            "understood": reading.understood,
            "problem": reading.problem,
        }
        return HttpResponse(self.Output(shown).data)


class ResponseFlag(NeverStored):
    """Marks questions to come back to."""

    class Input(serializers.Serializer[Any]):
        """Whether it is marked."""

        class Meta:
            ref_name = "FlagInput"

        flagged = serializers.BooleanField()

    @extend_schema(operation_id="flag_question", request=Input, responses={204: None})
    def put(self, request: Request, attempt_id: uuid.UUID, question: str) -> HttpResponse:
        """Marks the question, or takes the mark away."""
        attempt = attempt_answered_by(request.user, attempt_id)
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        try:
            flag_question(
                attempt=attempt, question=question, is_flagged=given.validated_data["flagged"]
            )
        except NoSuchQuestion:
            raise NotFound("The quiz has no such question.") from None
        except AttemptFinished as error:
            raise refusal(attempt, error) from None
        return HttpResponse(status=status.HTTP_204_NO_CONTENT)


class ResponseCheck(NeverStored):
    """Marks single answers, where the quiz gives feedback before its end."""

    @extend_schema(operation_id="check_response", request=None, responses=CheckedOutput)
    def post(self, request: Request, attempt_id: uuid.UUID, question: str) -> HttpResponse:
        """Marks the stored answer as one try; 409 "not_checked" where that cost none."""
        attempt = attempt_answered_by(request.user, attempt_id)
        try:
            check_response(attempt=attempt, question=question)
        except NoSuchQuestion:
            raise NotFound("The quiz has no such question.") from None
        except CannotBeChecked as error:
            raise Conflict(str(error), "not_checked") from None
        except (AnswerStands, AttemptFinished) as error:
            raise refusal(attempt, error) from None
        shown: CheckedAnswer | None = checked_answer(attempt, question)
        return HttpResponse(CheckedOutput(shown).data)


class AttemptClock(NeverStored):
    """The time left."""

    class Output(serializers.Serializer[Any]):
        """By the server's clock; `ends_at` is null where there is no end."""

        class Meta:
            ref_name = "AttemptClock"

        now = serializers.DateTimeField()
        ends_at = serializers.DateTimeField(allow_null=True)
        milliseconds_left = serializers.IntegerField(allow_null=True)
        # Until when and why then, in words.
        until = serializers.CharField()
        finished = serializers.BooleanField()

    @extend_schema(operation_id="attempt_clock", responses=Output)
    def get(self, request: Request, attempt_id: uuid.UUID) -> HttpResponse:
        """Until when the attempt takes answers, extensions of this very moment in it."""
        attempt = attempt_answered_by(request.user, attempt_id)
        now = timezone.now()
        finished = close_if_over(attempt, now)
        clock = None if finished else clock_of(attempt, now)
        end = None if clock is None else clock.end
        shown = {
            "now": now,
            "ends_at": None if end is None else end.at,
            "milliseconds_left": None if clock is None else clock.milliseconds_left,
            "until": "" if clock is None else clock.until,
            "finished": finished,
        }
        return HttpResponse(self.Output(shown).data)


class AttemptFinish(NeverStored):
    """Finishes attempts."""

    class Input(serializers.Serializer[Any]):
        """The answers on the screen, if any, and whether unreadable ones may count as wrong."""

        class Meta:
            ref_name = "AttemptFinishInput"

        answers = serializers.DictField(
            child=serializers.JSONField(allow_null=True), required=False
        )
        anyway = serializers.BooleanField(default=False)
        waited = serializers.IntegerField(min_value=0, max_value=LONGEST_WAIT, default=0)

    @extend_schema(operation_id="finish_attempt", request=Input, responses=AttemptSummary)
    def post(self, request: Request, attempt_id: uuid.UUID) -> HttpResponse:
        """Stores the answers, marks all and closes the attempt; the same again when it is closed.

        Answers that cannot be read leave it open: 400 for those that could not be stored, 409
        ("unreadable") for those that could, unless `anyway` is true or the time is up.
        """
        attempt = attempt_answered_by(request.user, attempt_id)
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        finished = finish_attempt(
            attempt=attempt,
            answers=given.validated_data.get("answers"),
            anyway=given.validated_data["anyway"],
            waited=timedelta(milliseconds=given.validated_data["waited"]),
        )
        if not finished.is_finished and finished.refused:
            raise ValidationError({name: [why] for name, why in finished.refused.items()})
        if not finished.is_finished:
            raise Conflict(
                "; ".join(f"{name}: {why}" for name, why in finished.unreadable.items()),
                "unreadable",
            )
        attempt.refresh_from_db(fields=["points", "finished_at", "closed_by"])
        return HttpResponse(AttemptSummary(as_released(request.user, attempt)).data)


def refusal(attempt: Attempt, error: AnswerStands | AttemptFinished) -> Conflict:
    """Why an answer was not taken; an attempt whose time is over is closed on the way."""
    if isinstance(error, AnswerStands):
        return Conflict("This question was checked; its answer stands.", "answer_stands")
    close_if_over(attempt)
    if isinstance(error, TooLate):
        return Conflict(
            "The time was up. The answer is kept for your instructor, and does not count.",
            "too_late",
        )
    return Conflict("The attempt is finished.", "attempt_finished")
