"""A quiz and where the caller stands with it; begins attempts."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response as HttpResponse

from assessments.courses import access

from ..attempts import standing
from ..entering import Entry, EntryRefused, address_of
from ..models import paper_of
from ..starting import NotStarted, start_attempt
from .shapes import AttemptSummary, Conflict, NeverStored


class QuizDetail(NeverStored):
    """A quiz and the caller's attempts at it."""

    class Output(serializers.Serializer[Any]):
        """The rules, and where the caller stands."""

        class Meta:
            ref_name = "Quiz"

        slug = serializers.CharField()
        title = serializers.CharField()
        minutes = serializers.IntegerField()
        questions = serializers.IntegerField()
        max_points = serializers.FloatField()
        # None of both: as many as one likes.
        attempts_allowed = serializers.IntegerField(allow_null=True)
        attempts_left = serializers.IntegerField(allow_null=True)
        counts = serializers.ChoiceField(["best", "last", "average", "first"])
        # Of all points, with lateness in it; null while no attempt is finished.
        counted_share = serializers.FloatField(allow_null=True)
        best_points = serializers.FloatField(allow_null=True)
        phase = serializers.ChoiceField(["not_open", "open", "late", "closed"])
        opens_at = serializers.DateTimeField(allow_null=True)
        due_at = serializers.DateTimeField(allow_null=True)
        closes_at = serializers.DateTimeField(allow_null=True)
        # The dates, and why they are so, in words.
        dates = serializers.ListField(child=serializers.CharField())
        attempts = AttemptSummary(many=True)

    @extend_schema(operation_id="quiz", responses=Output)
    def get(self, request: Request, course: str, module: str, quiz: str) -> HttpResponse:
        """The quiz as its cover page shows it."""
        enrolment = access.member(request.user, course)
        found = access.quiz(enrolment, module, quiz)
        where = standing(enrolment=enrolment, quiz=found)
        assert found.current is not None
        shown = {
            "slug": found.slug,
            "title": found.title,
            "minutes": found.minutes,
            "questions": paper_of(found.current).question_count,
            "max_points": found.current.max_points,
            "attempts_allowed": where.allowed,
            "attempts_left": where.left,
            "counts": where.rule,
            "counted_share": where.counted.share if where.counted else None,
            "best_points": where.best.points if where.best else None,
            "phase": where.phase,
            "opens_at": where.deadline.opens_at,
            "due_at": where.deadline.due_at,
            "closes_at": where.deadline.last_moment,
            "dates": where.dates,
            "attempts": where.attempts,
        }
        return HttpResponse(self.Output(shown).data)


class AttemptStart(NeverStored):
    """Begins attempts."""

    class Input(serializers.Serializer[Any]):
        """The word that is given out in the room, where the quiz asks for one."""

        class Meta:
            ref_name = "AttemptStartInput"

        password = serializers.CharField(required=False, default="", max_length=128)

    @extend_schema(
        operation_id="start_attempt",
        request=Input,
        responses={201: AttemptSummary, 200: AttemptSummary},
    )
    def post(self, request: Request, course: str, module: str, quiz: str) -> HttpResponse:
        """Begins an attempt (201), or gives the one that is open (200)."""
        enrolment = access.member(request.user, course)
        found = access.quiz(enrolment, module, quiz)
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        entry = Entry(given.validated_data["password"], address_of(request))
        try:
            attempt, is_new = start_attempt(enrolment=enrolment, quiz=found, entry=entry)
        except EntryRefused as refused:
            raise PermissionDenied(str(refused)) from None
        except NotStarted as refused:
            raise Conflict(str(refused), refused.code) from None
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return HttpResponse(AttemptSummary(attempt).data, code)
