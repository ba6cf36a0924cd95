"""A program sent in, on its way from the queue to its report."""

from __future__ import annotations

import uuid

from django.db import models

from assessments.courses.models import AssignmentRevision, Enrolment


class Submission(models.Model):
    """One program. `queued -> grading -> graded | failed`; failed is our fault, never the learner's."""

    class State(models.TextChoices):
        """Where a submission stands."""

        QUEUED = "queued"
        GRADING = "grading"
        GRADED = "graded"
        FAILED = "failed"

    class Doubt(models.TextChoices):
        """Why an instructor may want to look at a report; the gravest one that holds."""

        NONE = "", "None"
        # Points rest on what only hooks inside the program saw.
        INSIDE = "inside", "Seen from inside only"
        # Two pieces of evidence contradict each other.
        WAITING = "waiting", "Waiting for an instructor"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="submissions")
    revision = models.ForeignKey(AssignmentRevision, models.PROTECT, related_name="submissions")
    source = models.TextField()
    seed = models.PositiveBigIntegerField()
    submitted_at = models.DateTimeField(auto_now_add=True, db_index=True)

    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    # When a worker was last told of it; a message may be lost, so it is told again.
    rung_at = models.DateTimeField(null=True)
    # The claim of one worker: only the holder of the token may store progress or a report.
    lease_token = models.UUIDField(null=True)
    lease_expires_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    # {"stage": ..., "epochs": [{"train_loss": ..., "validation_loss": ...}], "max_epochs": ...}
    progress = models.JSONField(default=dict)

    graded_at = models.DateTimeField(null=True)
    # A `grader.report.Report`.
    report = models.JSONField(null=True)
    doubt = models.CharField(max_length=8, choices=Doubt.choices, blank=True, default="")
    points = models.FloatField(null=True)
    max_points = models.FloatField()
    # For staff: why it is failed.
    failure = models.TextField(blank=True)

    class Meta:
        ordering = ("-submitted_at",)
        indexes = (
            models.Index(fields=("state", "submitted_at"), name="queue"),
            models.Index(
                fields=("doubt", "-submitted_at"), name="doubtful", condition=~models.Q(doubt="")
            ),
        )

    @property
    def is_settled(self) -> bool:
        """Whether nothing more will happen to it by itself."""
        return self.state in {self.State.GRADED, self.State.FAILED}

    def place_in_queue(self) -> int | None:
        """1 for the submission to be graded next, None when it is no longer queued. One query."""
        if self.state != self.State.QUEUED:
            return None
        earlier = models.Q(submitted_at__lt=self.submitted_at) | models.Q(
            submitted_at=self.submitted_at, pk__lt=self.pk
        )
        return Submission.objects.filter(earlier, state=self.State.QUEUED).count() + 1
