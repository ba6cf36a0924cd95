"""What the operations on submissions take and give."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from .models import Submission


class CriterionOutput(serializers.Serializer[Any]):
    """What gives points."""

    id = serializers.CharField()
    title = serializers.CharField()
    points = serializers.FloatField()
    help = serializers.CharField()


class AssignmentOutput(serializers.Serializer[Any]):
    """An assignment as a learner sees it; never its reference solution."""

    slug = serializers.CharField()
    title = serializers.CharField()
    revision = serializers.IntegerField(help_text="Number of the current revision.")
    minutes = serializers.IntegerField()
    statement = serializers.CharField(help_text="Markdown.")
    starter = serializers.CharField(help_text="The Python file to begin with.")
    criteria = CriterionOutput(many=True)
    max_points = serializers.FloatField()
    source_kib = serializers.IntegerField(help_text="Longest program that is taken, in KiB.")
    submissions_per_hour = serializers.IntegerField()
    submissions_left = serializers.IntegerField(help_text="How many are left of this hour's.")


class SubmissionInput(serializers.Serializer[Any]):
    """A program sent in."""

    source = serializers.CharField(  # type: ignore[assignment]
        allow_blank=True, trim_whitespace=False, help_text="The Python program."
    )


class StandingOutput(serializers.ModelSerializer[Submission]):
    """A submission in a list."""

    url = serializers.SerializerMethodField()
    revision = serializers.IntegerField(source="revision.number")

    class Meta:
        model = Submission
        fields: tuple[str, ...] = (
            "id",
            "url",
            "revision",
            "state",
            "submitted_at",
            "graded_at",
            "points",
            "max_points",
        )
        read_only_fields = fields

    @extend_schema_field(serializers.URLField())
    def get_url(self, submission: Submission) -> str:
        """Where its operation is."""
        return reverse("submissions:api_submission", args=[submission.pk])


class EpochOutput(serializers.Serializer[Any]):
    """One epoch, as the program's own process saw it."""

    train_loss = serializers.FloatField(allow_null=True)
    validation_loss = serializers.FloatField(allow_null=True)


class ProgressOutput(serializers.Serializer[Any]):
    """How far grading is; empty before it began."""

    stage = serializers.CharField(required=False)
    epochs = EpochOutput(many=True, required=False)
    max_epochs = serializers.IntegerField(required=False, allow_null=True)


class SubmissionOutput(StandingOutput):
    """A submission, whole. `report` is there when it is graded, `failure` for staff alone."""

    place_in_queue = serializers.SerializerMethodField()
    progress = ProgressOutput()
    report = serializers.JSONField(allow_null=True)
    failure = serializers.SerializerMethodField()

    class Meta(StandingOutput.Meta):
        fields: tuple[str, ...] = (
            *StandingOutput.Meta.fields,
            "place_in_queue",
            "progress",
            "report",
            "failure",
        )
        read_only_fields = fields

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_place_in_queue(self, submission: Submission) -> int | None:
        """1 for the next to be graded, null when it is no longer queued."""
        return submission.place_in_queue()

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_failure(self, submission: Submission) -> str | None:
        """Why we could not grade it; null for learners."""
        return submission.failure if self.context["sees_failure"] else None


class DoubtOutput(serializers.Serializer[Any]):
    """One criterion that is in doubt, and the evidence on it."""

    id = serializers.CharField()
    title = serializers.CharField()
    evidence = serializers.CharField()
    waits = serializers.BooleanField()


class DoubtfulOutput(serializers.Serializer[Any]):
    """A submission that staff may want to look at."""

    submission = StandingOutput()
    learner = serializers.CharField()
    assignment = serializers.CharField()
    criteria = DoubtOutput(many=True)
