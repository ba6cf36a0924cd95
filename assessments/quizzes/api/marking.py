"""For staff: what waits for a person's mark, and giving it."""

from __future__ import annotations

import uuid
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response as HttpResponse

from assessments.accounts.signed_in import signed_in
from assessments.courses import access

from ..rubrics import (
    LONGEST_COMMENT,
    WrongMarks,
    failed_runs,
    mark_by_rubric,
    to_mark,
    waiting_responses,
)
from .shapes import NeverStored


class WaitingResponses(NeverStored):
    """The answers of a course that wait."""

    class Output(serializers.Serializer[Any]):
        """Those for a person, the longest waiting first, and those that could not be run."""

        class Meta:
            ref_name = "WaitingResponses"

        class Waiting(serializers.Serializer[Any]):
            """One answer, without its learner's name."""

            class Meta:
                ref_name = "WaitingResponse"

            attempt = serializers.UUIDField(source="attempt_id")
            question = serializers.CharField()
            quiz = serializers.CharField(source="attempt.quiz.title")
            finished_at = serializers.DateTimeField(source="attempt.finished_at")

        class Failed(serializers.Serializer[Any]):
            """One answer that could not be run, by our fault."""

            class Meta:
                ref_name = "FailedRun"

            attempt = serializers.UUIDField(source="response.attempt_id")
            question = serializers.CharField(source="response.question")
            failure = serializers.CharField()

        waiting = Waiting(many=True)
        failed = Failed(many=True)

    @extend_schema(operation_id="waiting_responses", responses=Output)
    def get(self, request: Request, course: str) -> HttpResponse:
        """For the staff of the course."""
        staff = access.staff(request.user, course)
        shown = {"waiting": waiting_responses(staff), "failed": failed_runs(staff)}
        return HttpResponse(self.Output(shown).data)


class ResponseMark(NeverStored):
    """Marks by a rubric."""

    class Input(serializers.Serializer[Any]):
        """Points for every criterion of the rubric, by its id."""

        class Meta:
            ref_name = "RubricMarkInput"

        points = serializers.DictField(child=serializers.FloatField())
        comment = serializers.CharField(
            required=False, allow_blank=True, max_length=LONGEST_COMMENT, default=""
        )

    class Output(serializers.Serializer[Any]):
        """What is stored; the attempt's points are null while something else in it waits."""

        class Meta:
            ref_name = "RubricMark"

        points = serializers.DictField(child=serializers.FloatField())
        comment = serializers.CharField()
        made_at = serializers.DateTimeField()
        attempt_points = serializers.FloatField(allow_null=True, source="response.attempt.points")

    @extend_schema(operation_id="mark_response", request=Input, responses=Output)
    def put(self, request: Request, attempt_id: uuid.UUID, question: str) -> HttpResponse:
        """Marks an answer of a finished attempt. A second mark replaces the first; both are kept."""
        item = to_mark(request.user, attempt_id, question)
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        try:
            mark = mark_by_rubric(
                item=item,
                marker=signed_in(request.user),
                points=given.validated_data["points"],
                comment=given.validated_data["comment"],
            )
        except WrongMarks as error:
            raise ValidationError({name: [why] for name, why in error.wrong.items()}) from None
        return HttpResponse(self.Output(mark).data)
