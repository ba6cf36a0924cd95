"""The course and one's own grades, for programs."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessments.courses import access
from assessments.courses.models import Enrolment

from ..results import STANDINGS, STATES
from ..standing import standing_of


class EntryOutput(serializers.Serializer[Any]):
    """A lesson, quiz or assignment; `url` is its page."""

    kind = serializers.ChoiceField(choices=["lesson", "quiz", "assignment"])
    slug = serializers.SlugField()
    title = serializers.CharField()
    minutes = serializers.IntegerField()
    max_points = serializers.FloatField(allow_null=True)
    url = serializers.CharField()

    class Meta:
        ref_name = "Item"


class ResultOutput(serializers.Serializer[Any]):
    """What a learner has at an item: the points that count, and the state of the newest work."""

    standing = serializers.ChoiceField(choices=STANDINGS)
    state = serializers.ChoiceField(choices=STATES, allow_null=True)
    newest_url = serializers.CharField(allow_null=True)
    points = serializers.FloatField(allow_null=True)
    max_points = serializers.FloatField()
    achieved_at = serializers.DateTimeField(allow_null=True)
    url = serializers.CharField(allow_null=True)
    marked_count = serializers.IntegerField()

    class Meta:
        ref_name = "Result"


class TotalOutput(serializers.Serializer[Any]):
    """A sum of points, and what the policy makes of it."""

    points = serializers.FloatField()
    max_points = serializers.FloatField()
    percent = serializers.FloatField(allow_null=True)
    letter = serializers.CharField(allow_null=True)

    class Meta:
        ref_name = "Total"


class StepOutput(serializers.Serializer[Any]):
    """An item and the caller's result there."""

    entry = EntryOutput()
    result = ResultOutput(allow_null=True)

    class Meta:
        ref_name = "Step"


class CourseDetail(APIView):
    """A course and the caller's standing in it."""

    class Output(serializers.Serializer[Any]):
        """The modules in order, what comes next, and the sum of points."""

        class Module(serializers.Serializer[Any]):
            """A module and its items."""

            slug = serializers.SlugField()
            title = serializers.CharField()
            summary = serializers.CharField()
            steps = StepOutput(many=True)

            class Meta:
                ref_name = "Module"

        slug = serializers.SlugField(source="course.slug")
        title = serializers.CharField(source="course.title")
        role = serializers.ChoiceField(choices=Enrolment.Role.choices)
        modules = Module(many=True, source="standing.stretches")
        next = StepOutput(source="standing.next", allow_null=True)
        total = TotalOutput(source="standing.total")
        so_far = TotalOutput(source="standing.so_far")

        class Meta:
            ref_name = "Course"

    @extend_schema(operation_id="course_read", responses=Output)
    def get(self, request: Request, course: str) -> Response:
        """One course the caller takes part in."""
        enrolment = access.member(request.user, course)
        shown = {
            "course": enrolment.course,
            "role": enrolment.role,
            "standing": standing_of(enrolment),
        }
        return Response(self.Output(shown).data)


class GradesDetail(APIView):
    """The caller's grades."""

    class Output(serializers.Serializer[Any]):
        """Every item that gives points, and their sum."""

        items = StepOutput(many=True, source="graded")
        total = TotalOutput()
        so_far = TotalOutput()

        class Meta:
            ref_name = "Grades"

    @extend_schema(operation_id="grades_read", responses=Output)
    def get(self, request: Request, course: str) -> Response:
        """The caller's own grades in one course."""
        enrolment = access.member(request.user, course)
        return Response(self.Output(standing_of(enrolment)).data)
