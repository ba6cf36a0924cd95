"""Item analysis for programs."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response as HttpResponse

from assessments.courses import access

from ..analysis.gathering import gather
from ..analysis.items import analyse
from ..models import paper_of
from .shapes import NeverStored


class EstimateOutput(serializers.Serializer[Any]):
    """A figure from n attempts with its 95 % interval."""

    class Meta:
        ref_name = "Estimate"

    value = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()
    n = serializers.IntegerField()


class QuizAnalysis(NeverStored):
    """What the answers of a course say about a quiz's questions."""

    class Output(serializers.Serializer[Any]):
        """First attempts; a figure from too few of them is null."""

        class Meta:
            ref_name = "QuizAnalysis"

        class Item(serializers.Serializer[Any]):
            """One question."""

            class Meta:
                ref_name = "ItemFigures"

            class Option(serializers.Serializer[Any]):
                """One option, or one of the most frequent answers."""

                class Meta:
                    ref_name = "OptionFigures"

                label_html = serializers.CharField()
                is_right = serializers.BooleanField()
                count = serializers.IntegerField()
                share = serializers.FloatField()
                point_biserial = EstimateOutput(allow_null=True)
                with_rest = EstimateOutput(allow_null=True)
                upper = serializers.IntegerField()
                lower = serializers.IntegerField()

            class Variant(serializers.Serializer[Any]):
                """One variant."""

                class Meta:
                    ref_name = "VariantFigures"

                number = serializers.IntegerField()
                count = serializers.IntegerField()
                difficulty = EstimateOutput(allow_null=True)

            id = serializers.CharField()
            count = serializers.IntegerField()
            unanswered = serializers.IntegerField()
            difficulty = EstimateOutput(allow_null=True)
            item_rest = EstimateOutput(allow_null=True)
            efficiency = serializers.FloatField(allow_null=True)
            options = Option(many=True)
            variants = Variant(many=True)
            variants_p = serializers.FloatField(allow_null=True)
            seconds = serializers.FloatField(allow_null=True)
            first = EstimateOutput(allow_null=True)
            last = EstimateOutput(allow_null=True)
            suspicions = serializers.ListField(child=serializers.CharField(), source="reasons")

        count = serializers.IntegerField()
        learners = serializers.IntegerField()
        mean = EstimateOutput(allow_null=True)
        alpha = serializers.FloatField(allow_null=True)
        items = Item(many=True)

    @extend_schema(operation_id="quiz_analysis", responses=Output)
    def get(self, request: Request, course: str, module: str, quiz: str) -> HttpResponse:
        """The figures as the analysis page shows them, for the staff of the course."""
        enrolment = access.staff(request.user, course)
        found = access.quiz(enrolment, module, quiz)
        assert found.current is not None
        seen = list(access.seen_by(enrolment).values_list("pk", flat=True))
        figures = analyse(paper_of(found.current), gather(found, seen, enrolment.course_id))
        return HttpResponse(self.Output(figures).data)
