"""A learner's attempts at quizzes and the responses in them."""

from __future__ import annotations

import uuid
from functools import cached_property

from django.db import models

from assessments.courses.models import Enrolment, Quiz, QuizRevision
from assessments.courses.questions import QuizFile


class Attempt(models.Model):
    """One learner taking one revision of a quiz. Seed and revision are pinned at the start."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="attempts")
    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="attempts")
    revision = models.ForeignKey(QuizRevision, models.PROTECT, related_name="attempts")
    # Counts the learner's attempts at this quiz from 1, whatever the revision.
    number = models.PositiveIntegerField()
    seed = models.PositiveBigIntegerField()
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    # Set when the attempt is finished.
    points = models.FloatField(null=True)
    max_points = models.FloatField()

    class Meta:
        ordering = ("-number",)
        constraints = (
            # Two clicks on "start" must not make two attempts, not even across a new revision.
            models.UniqueConstraint(
                fields=("enrolment", "quiz"),
                condition=models.Q(finished_at=None),
                name="one_open_attempt_at_a_time",
            ),
            models.UniqueConstraint(
                fields=("enrolment", "quiz", "number"), name="attempt_number_stands_once"
            ),
        )

    def __str__(self) -> str:
        return f"Attempt {self.number}"

    @property
    def is_finished(self) -> bool:
        """Whether the answers are closed and marked."""
        return self.finished_at is not None

    @cached_property
    def paper(self) -> QuizFile:
        """The quiz as it stood when this attempt began, in its variants, answers and all."""
        return QuizFile.model_validate(self.revision.document).drawn(self.seed)


class Response(models.Model):
    """The newest answer to one question of an attempt, as `quizzes.reading` stores it."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="responses")
    # The question's id within the revision.
    question = models.CharField(max_length=80)
    answer = models.JSONField(null=True)
    # Counts the saves of one attempt; an older save that arrives late is refused.
    sequence = models.PositiveBigIntegerField(default=0)
    saved_at = models.DateTimeField(auto_now=True)
    # Set when the attempt is finished.
    points = models.FloatField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("attempt", "question"), name="one_response_to_a_question"
            ),
        )

    def __str__(self) -> str:
        return self.question
