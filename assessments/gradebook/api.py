"""The same for programs: the course, one's grades, the gradebook."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessments.courses import access
from assessments.courses.models import Enrolment

from .matrix import matrix_page
from .results import STATES
from .standing import standing_of


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
    """What a learner has at an item: points of the best work, state of the newest."""

    state = serializers.ChoiceField(choices=STATES)
    newest_url = serializers.CharField()
    points = serializers.FloatField(allow_null=True)
    max_points = serializers.FloatField(allow_null=True)
    achieved_at = serializers.DateTimeField(allow_null=True)
    url = serializers.CharField(allow_null=True)
    marked_count = serializers.IntegerField()

    class Meta:
        ref_name = "Result"


class TotalOutput(serializers.Serializer[Any]):
    """A sum of points."""

    points = serializers.FloatField()
    max_points = serializers.FloatField()

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

        class Meta:
            ref_name = "Grades"

    @extend_schema(operation_id="grades_read", responses=Output)
    def get(self, request: Request, course: str) -> Response:
        """The caller's own grades in one course."""
        enrolment = access.member(request.user, course)
        return Response(self.Output(standing_of(enrolment)).data)


class GradebookDetail(APIView):
    """The gradebook, for staff."""

    class Output(serializers.Serializer[Any]):
        """One page of learners against all items; results stand in the order of the items."""

        class Row(serializers.Serializer[Any]):
            """A learner's results."""

            username = serializers.CharField(source="learner.username")
            name = serializers.CharField(source="learner.name")
            results = serializers.ListField(child=ResultOutput(allow_null=True))
            total = TotalOutput()

            class Meta:
                ref_name = "GradebookRow"

        items = EntryOutput(many=True, source="entries")
        learners = Row(many=True, source="rows")
        page = serializers.IntegerField(source="page.number")
        pages = serializers.IntegerField(source="page.paginator.num_pages")

        class Meta:
            ref_name = "Gradebook"

    @extend_schema(
        operation_id="gradebook_read",
        parameters=[OpenApiParameter("page", int, description="counted from 1")],
        responses=Output,
    )
    def get(self, request: Request, course: str) -> Response:
        """A page of the gradebook of a course the caller is on the staff of."""
        enrolment = access.staff(request.user, course)
        matrix = matrix_page(enrolment.course, request.query_params.get("page"))
        return Response(self.Output(matrix).data)
