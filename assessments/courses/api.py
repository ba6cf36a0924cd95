"""The same for programs: my courses, and a lesson."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessments.accounts.signed_in import signed_in

from . import access
from .enrolling import enrolments_of
from .models import Enrolment
from .reading import mark_read, mark_unread


class CourseList(APIView):
    """My courses."""

    class Output(serializers.Serializer[Any]):
        """A course and the caller's role in it."""

        slug = serializers.SlugField(source="course.slug")
        title = serializers.CharField(source="course.title")
        role = serializers.ChoiceField(choices=Enrolment.Role.choices)

        class Meta:
            ref_name = "MyCourse"

    @extend_schema(operation_id="courses_list", responses=Output(many=True))
    def get(self, request: Request) -> Response:
        """The courses the caller takes part in."""
        return Response(self.Output(enrolments_of(signed_in(request.user)), many=True).data)


class LessonDetail(APIView):
    """A lesson."""

    class Output(serializers.Serializer[Any]):
        """The lesson as its page shows it; `html` is sanitised, `markdown` its source."""

        class Heading(serializers.Serializer[Any]):
            """A heading and the id by which it is linked."""

            level = serializers.IntegerField()
            id = serializers.CharField()
            title = serializers.CharField()

            class Meta:
                ref_name = "Heading"

        slug = serializers.SlugField()
        title = serializers.CharField()
        minutes = serializers.IntegerField()
        objectives = serializers.ListField(child=serializers.CharField())
        headings = Heading(many=True)
        html = serializers.CharField()
        markdown = serializers.CharField(source="source")

        class Meta:
            ref_name = "Lesson"

    @extend_schema(operation_id="lesson_read", responses=Output)
    def get(self, request: Request, course: str, module: str, lesson: str) -> Response:
        """One lesson of a course the caller takes part in."""
        enrolment = access.member(request.user, course)
        return Response(self.Output(access.lesson(enrolment, module, lesson)).data)


class LessonRead(APIView):
    """Whether the caller has read a lesson."""

    @extend_schema(operation_id="lesson_mark_read", request=None, responses={204: None})
    def put(self, request: Request, course: str, module: str, lesson: str) -> Response:
        """The caller has read it."""
        enrolment = access.member(request.user, course)
        mark_read(enrolment=enrolment, lesson=access.lesson(enrolment, module, lesson))
        return Response(status=204)

    @extend_schema(operation_id="lesson_mark_unread", responses={204: None})
    def delete(self, request: Request, course: str, module: str, lesson: str) -> Response:
        """The caller wants to read it again."""
        enrolment = access.member(request.user, course)
        mark_unread(enrolment=enrolment, lesson=access.lesson(enrolment, module, lesson))
        return Response(status=204)
