"""The gradebook and single cells of it, for programs of the staff, and for the table's own script."""

from __future__ import annotations

import uuid
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessments.accounts.signed_in import signed_in
from assessments.courses import access as courses
from assessments.courses.models import Enrolment

from ..access import learner_seen_by
from ..adjusting import (
    MOST_POINTS,
    UNCHANGED,
    AdjustmentRefused,
    Change,
    ChangedMeanwhile,
    adjust,
)
from ..computing import stored_cell
from ..learners import record_of
from ..models import CourseGrade
from ..presenting import text_of, tone_of
from ..results import STANDINGS
from ..table import SHOWS, Asked, table_page


class Conflict(APIException):
    """The cell is not what the caller has seen."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"


class ColumnOutput(serializers.Serializer[Any]):
    """An item; `key` names it in addresses, `name` in the policy."""

    key = serializers.CharField()
    name = serializers.CharField()
    title = serializers.CharField()
    max_points = serializers.FloatField(source="of")
    category = serializers.CharField(source="category.id", default=None)

    class Meta:
        ref_name = "GradebookItem"


class StoredCellOutput(serializers.Serializer[Any]):
    """A learner at an item."""

    points = serializers.FloatField(allow_null=True)
    of = serializers.FloatField()
    status = serializers.ChoiceField(choices=STANDINGS)
    state = serializers.CharField()
    works = serializers.IntegerField()
    work = serializers.UUIDField(allow_null=True)
    late = serializers.BooleanField()
    overridden = serializers.BooleanField()

    class Meta:
        ref_name = "GradebookCell"


class CourseGradeOutput(serializers.ModelSerializer[CourseGrade]):
    """A learner's grade: of what is settled, and if nothing more came."""

    class Meta:
        model = CourseGrade
        fields = (
            "so_far", "percent", "letter", "points", "max_points", "missing", "late", "failed",
            "waiting", "is_at_risk", "risks",
        )  # fmt: skip
        ref_name = "CourseGrade"


class GradebookDetail(APIView):
    """The gradebook, for staff."""

    class Output(serializers.Serializer[Any]):
        """One page of learners against all items; cells stand in the order of the items."""

        class Row(serializers.Serializer[Any]):
            """A learner's cells."""

            id = serializers.UUIDField(source="enrolment.pk")
            username = serializers.CharField(source="enrolment.user.username")
            name = serializers.CharField(source="enrolment.user.name")
            cells = StoredCellOutput(many=True)
            grade = CourseGradeOutput()

            class Meta:
                ref_name = "GradebookRow"

        items = ColumnOutput(many=True)
        learners = Row(many=True, source="rows")
        page = serializers.IntegerField(source="page.number")
        pages = serializers.IntegerField(source="page.paginator.num_pages")

        class Meta:
            ref_name = "Gradebook"

    @extend_schema(
        operation_id="gradebook_read",
        parameters=[
            OpenApiParameter("page", int, description="counted from 1"),
            OpenApiParameter("show", str, enum=list(SHOWS)),
            OpenApiParameter("group", str, description="the slug of a group that the caller sees"),
            OpenApiParameter("q", str, description="words of names, usernames, addresses"),
            OpenApiParameter("sort", str, description="name, total, so_far, missing, or a key; turned by -"),
        ],
        responses=Output,
    )  # fmt: skip
    def get(self, request: Request, course: str) -> Response:
        """A page of the gradebook of a course the caller is on the staff of."""
        staff = courses.staff(request.user, course)
        table = table_page(staff, Asked.from_query(request.query_params))
        return Response(self.Output(table).data)


class StepOutput(serializers.Serializer[Any]):
    """One step from the work to the points."""

    deed = serializers.CharField()
    text = serializers.CharField()
    formula = serializers.CharField()
    points = serializers.FloatField(allow_null=True)
    at = serializers.DateTimeField(allow_null=True)
    by = serializers.CharField()
    why = serializers.CharField()
    work = serializers.UUIDField(allow_null=True)

    class Meta:
        ref_name = "GradeStep"


class CellDetail(APIView):
    """One learner at one item."""

    class Input(serializers.Serializer[Any]):
        """What is to change; what is left out stays. `points` null takes an override back.

        With `seen`, the override that was shown, nothing changes when it is another by now.
        """

        points = serializers.FloatField(
            required=False, allow_null=True, min_value=0, max_value=MOST_POINTS
        )
        is_excused = serializers.BooleanField(required=False)
        comment = serializers.CharField(required=False, allow_blank=True, max_length=5000)
        reason = serializers.CharField(max_length=500)
        seen = serializers.FloatField(required=False, allow_null=True)

        class Meta:
            ref_name = "GradeChange"

    class Output(serializers.Serializer[Any]):
        """The points, every step to them, and the whole that they are part of."""

        points = serializers.FloatField(source="cell.mark.points")
        max_points = serializers.FloatField(source="cell.mark.max_points")
        standing = serializers.ChoiceField(choices=STANDINGS, source="cell.mark.status")
        override = serializers.FloatField(source="cell.decision.points", allow_null=True)
        text = serializers.CharField()
        tone = serializers.CharField(allow_blank=True)
        steps = StepOutput(many=True, source="cell.steps")
        so_far = serializers.FloatField(allow_null=True)
        percent = serializers.FloatField(allow_null=True)
        letter = serializers.CharField(allow_blank=True)
        formula = serializers.CharField(allow_blank=True)

        class Meta:
            ref_name = "GradeExplanation"

    @extend_schema(operation_id="grade_explain", responses=Output)
    def get(self, request: Request, course: str, enrolment_id: uuid.UUID, item: str) -> Response:
        """How the points came about."""
        staff = courses.staff(request.user, course)
        return Response(self._shown(learner_seen_by(staff, enrolment_id), item))

    @extend_schema(operation_id="grade_change", request=Input, responses=Output)
    def patch(self, request: Request, course: str, enrolment_id: uuid.UUID, item: str) -> Response:
        """Sets points by hand, excuses, comments."""
        staff = courses.instructor(request.user, course)
        learner = learner_seen_by(staff, enrolment_id)
        record_of(learner, seen_by_staff=True).cell(item)
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        sent = given.validated_data
        change = Change(
            enrolment=learner,
            item=item,
            points=sent.get("points", UNCHANGED),
            is_excused=sent.get("is_excused", UNCHANGED),
            comment=sent.get("comment", UNCHANGED),
            reason=sent["reason"],
            seen=sent.get("seen", UNCHANGED),
        )
        try:
            adjust(course=staff.course, changes=[change], by=signed_in(request.user))
        except ChangedMeanwhile as refused:
            raise Conflict(str(refused)) from refused
        except AdjustmentRefused as refused:
            raise serializers.ValidationError({"points": [str(refused)]}) from refused
        return Response(self._shown(learner, item))

    def _shown(self, learner: Enrolment, item: str) -> Any:
        record = record_of(learner, seen_by_staff=True)
        cell = record.cell(item)
        stored = stored_cell(cell)
        shown = {
            "cell": cell,
            "text": text_of(stored),
            "tone": tone_of(stored),
            "so_far": record.grade.so_far.percent,
            "percent": record.grade.final.percent,
            "letter": record.grade.so_far.letter or "",
            "formula": record.formula,
        }
        return self.Output(shown).data
