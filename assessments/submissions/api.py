"""The operations on assignments and submissions, calling what the pages call."""

from __future__ import annotations

import math
import uuid

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.exceptions import ErrorDetail, NotFound, Throttled, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import UserRateThrottle
from rest_framework.views import APIView

from assessments.courses import access as courses

from . import access, doubting, grading, submitting
from .models import Submission
from .serializers import (
    AssignmentOutput,
    DoubtfulOutput,
    StandingOutput,
    SubmissionInput,
    SubmissionOutput,
)

SHOWN_SUBMISSIONS = 200


class SendingThrottle(UserRateThrottle):
    """Against a program that hammers; what a learner may submit is the assignment's to say."""

    scope = "sending"
    rate = "60/min"


class AssignmentOperation(APIView):
    """One assignment."""

    @extend_schema(responses=AssignmentOutput)
    def get(self, request: Request, course: str, module: str, assignment: str) -> Response:
        """What is asked, what gives points, and what is left of the hour's submissions."""
        enrolment = courses.member(request.user, course)
        asked = courses.assignment(enrolment, module, assignment)
        assert asked.current is not None
        document = grading.assignment_of(asked.current)
        per_hour = document.spec.submissions_per_hour
        left = submitting.allowance(enrolment=enrolment, assignment=asked, per_hour=per_hour)
        output = AssignmentOutput(
            {
                "slug": asked.slug,
                "title": asked.title,
                "revision": asked.current.number,
                "minutes": asked.minutes,
                "statement": document.statement,
                "starter": document.starter,
                "criteria": document.spec.criteria,
                "max_points": document.max_score,
                "source_kib": document.spec.limits.source_kib,
                "submissions_per_hour": per_hour,
                "submissions_left": left.left,
            }
        )
        return Response(output.data)


class SubmissionsOperation(APIView):
    """The submissions of one learner to one assignment."""

    def get_throttles(self) -> list[SendingThrottle]:  # type: ignore[override]
        """Looking is free."""
        return [SendingThrottle()] if self.request.method == "POST" else []

    @extend_schema(responses=StandingOutput(many=True))
    def get(self, request: Request, course: str, module: str, assignment: str) -> Response:
        """The learner's own, newest first, at most 200."""
        enrolment = courses.member(request.user, course)
        asked = courses.assignment(enrolment, module, assignment)
        own = list(
            Submission.objects.filter(enrolment=enrolment, revision__assignment=asked)
            .select_related("revision", "enrolment")
            .defer("source", "report", "progress", "revision__document")
            .order_by("-submitted_at")[:SHOWN_SUBMISSIONS]
        )
        access.as_released(own, asked)
        return Response(StandingOutput(own, many=True).data)

    @extend_schema(request=SubmissionInput, responses={201: SubmissionOutput})
    def post(self, request: Request, course: str, module: str, assignment: str) -> Response:
        """Sends a program in. 429 with `Retry-After` when the hour's submissions are used up."""
        enrolment = courses.member(request.user, course)
        asked = courses.assignment(enrolment, module, assignment)
        sent = SubmissionInput(data=request.data)
        sent.is_valid(raise_exception=True)
        try:
            stored = submitting.submit(
                enrolment=enrolment, assignment=asked, source=sent.validated_data["source"]
            )
        except submitting.TooMany as refused:
            wait = math.ceil((refused.again_at - timezone.now()).total_seconds())
            throttled = Throttled(wait=wait)
            throttled.detail = ErrorDetail(str(refused), code=refused.code)
            raise throttled from refused
        except submitting.SubmissionRefused as refused:
            raise ValidationError({"source": [str(refused)]}, code=refused.code) from refused
        output = SubmissionOutput(
            stored, context={"sees_failure": access.sees_failure(request.user, stored)}
        )
        return Response(output.data, status=status.HTTP_201_CREATED)


class SubmissionOperation(APIView):
    """One submission."""

    @extend_schema(responses=SubmissionOutput)
    def get(self, request: Request, submission_id: uuid.UUID) -> Response:
        """Its place in the queue, its progress, and its report once it is graded."""
        found = access.submission(request.user, submission_id)
        output = SubmissionOutput(
            found, context={"sees_failure": access.sees_failure(request.user, found)}
        )
        return Response(output.data)


class ExportOperation(APIView):
    """One report in the words of another grader."""

    @extend_schema(responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request, submission_id: uuid.UUID, dialect: str) -> Response:
        """As `gradescope` or `prairielearn` results, or as plain `json`. 404 before it is graded."""
        found = access.submission(request.user, submission_id)
        exported = grading.exported(found, dialect)
        if exported is None:
            raise NotFound("There is no such report yet, or no such format.")
        return Response(exported)


class DoubtfulOperation(APIView):
    """Reports that an instructor may want to look at."""

    @extend_schema(
        responses=DoubtfulOutput(many=True),
        parameters=[OpenApiParameter("doubt", enum=["waiting", "inside"])],
    )
    def get(self, request: Request, course: str) -> Response:
        """Newest first, at most 200: those that wait, or with `doubt=inside` those that rest on what
        was seen from inside only. For staff.
        """
        onlooker = courses.staff(request.user, course)
        doubt = doubting.doubt_named(request.query_params.get("doubt"))
        return Response(DoubtfulOutput(doubting.doubtful(onlooker, doubt), many=True).data)
