"""An attempt as its learner sees it: its paper while it is open, its review afterwards."""

from __future__ import annotations

import uuid
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response as HttpResponse

from ..attempts import as_released, attempt_answered_by, attempt_seen_by, hides_review
from ..finishing import close_if_over
from ..paper import shown_paper
from ..reviewing import reviewed_questions
from .shapes import AttemptSummary, CheckedOutput, Conflict, NeverStored


class Axis(serializers.Serializer[Any]):
    """One side of a figure."""

    name = serializers.CharField(source="label")
    least = serializers.FloatField()
    most = serializers.FloatField()
    step = serializers.FloatField()


class Figure(serializers.Serializer[Any]):
    """A figure in words, and the range of its sides."""

    description = serializers.CharField()
    x = Axis()
    y = Axis()
    takes_point = serializers.BooleanField()


class AttemptDetail(NeverStored):
    """An attempt with its questions and the newest answers."""

    class Output(AttemptSummary):
        """The paper: never what is right."""

        class Meta:
            ref_name = "Attempt"

        class Question(serializers.Serializer[Any]):
            """One question and the answer that is stored for it."""

            class Choice(serializers.Serializer[Any]):
                """One option; its letter is what an answer names."""

                letter = serializers.CharField()
                html = serializers.CharField()

            class Blank(serializers.Serializer[Any]):
                """One of several fields; its name is its key in the answer."""

                class Meta:
                    ref_name = "Blank"

                class Choice(serializers.Serializer[Any]):
                    """One option of a field."""

                    class Meta:
                        ref_name = "BlankChoice"

                    letter = serializers.CharField()
                    html = serializers.CharField()

                name = serializers.CharField()
                label_html = serializers.CharField()
                unit = serializers.CharField()
                choices = Choice(many=True)

            id = serializers.CharField()
            number = serializers.IntegerField()
            kind = serializers.CharField()
            shape = serializers.ChoiceField(["text", "one", "many", "truth", "fields"])
            prompt_html = serializers.CharField()
            max_points = serializers.FloatField()
            choices = Choice(many=True)
            unit = serializers.CharField(allow_null=True)
            blanks = Blank(many=True)
            code_html = serializers.CharField()
            figure = Figure(allow_null=True)
            start = serializers.CharField()
            answer = serializers.JSONField(allow_null=True)
            certainty = serializers.IntegerField(allow_null=True)
            is_flagged = serializers.BooleanField()
            checked = CheckedOutput(allow_null=True)
            understood = serializers.CharField(source="reading.understood")
            problem = serializers.CharField(source="reading.problem")

        quiz = serializers.CharField(source="quiz.title")
        sequence = serializers.IntegerField(source="paper.sequence")
        questions = Question(many=True, source="paper.questions")

    @extend_schema(operation_id="attempt", responses=Output)
    def get(self, request: Request, attempt_id: uuid.UUID) -> HttpResponse:
        """The attempt as its page shows it, for its learner alone."""
        attempt = attempt_answered_by(request.user, attempt_id)
        close_if_over(attempt)
        summary = AttemptSummary(as_released(request.user, attempt)).data
        shown = {**summary, "quiz": attempt.quiz, "paper": shown_paper(attempt)}
        return HttpResponse(self.Output(shown).data)


class AttemptReview(NeverStored):
    """A finished attempt with its marks."""

    class Output(AttemptSummary):
        """Every answer, what was right, and why."""

        class Meta:
            ref_name = "AttemptReview"

        class Question(serializers.Serializer[Any]):
            """One question, its answer and its mark."""

            class Meta:
                ref_name = "ReviewedQuestion"

            class Choice(serializers.Serializer[Any]):
                """One option, and what there is to say about it."""

                class Meta:
                    ref_name = "ReviewedChoice"

                letter = serializers.CharField()
                html = serializers.CharField()
                is_chosen = serializers.BooleanField()
                is_correct = serializers.BooleanField()
                feedback_html = serializers.CharField()

            class Lesson(serializers.Serializer[Any]):
                """Where to read about it."""

                class Meta:
                    ref_name = "LessonLink"

                title = serializers.CharField()
                url = serializers.CharField()

            class Part(serializers.Serializer[Any]):
                """One part of an answer with several."""

                class Meta:
                    ref_name = "ReviewedPart"

                label_html = serializers.CharField()
                given_html = serializers.CharField()
                right_answer_html = serializers.CharField()
                is_right = serializers.BooleanField()
                is_scored = serializers.BooleanField()
                feedback_html = serializers.CharField()

            class Decision(serializers.Serializer[Any]):
                """What was decided about it, whatever was answered: "given" or "taken_out"."""

                class Meta:
                    ref_name = "ReviewedDecision"

                rule = serializers.CharField()
                reason = serializers.CharField()

            id = serializers.CharField()
            number = serializers.IntegerField()
            prompt_html = serializers.CharField()
            points = serializers.FloatField(allow_null=True)
            max_points = serializers.FloatField()
            decision = Decision(allow_null=True)
            verdict = serializers.CharField()
            choices = Choice(many=True)
            parts = Part(many=True)
            code_html = serializers.CharField()
            given = serializers.CharField()
            right_answer = serializers.CharField()
            problem = serializers.CharField()
            feedback_html = serializers.CharField()
            explanation_html = serializers.CharField()
            lesson = Lesson(allow_null=True)

        quiz = serializers.CharField(source="quiz.title")
        questions = Question(many=True)

    @extend_schema(operation_id="attempt_review", responses=Output)
    def get(self, request: Request, attempt_id: uuid.UUID) -> HttpResponse:
        """The review, for the attempt's learner and the staff of the course."""
        attempt = attempt_seen_by(request.user, attempt_id)
        if not close_if_over(attempt):
            raise Conflict("The attempt is not finished yet.", "attempt_open")
        if hides_review(request.user, attempt):
            raise Conflict("The marks of this quiz are not released yet.", "not_released")
        summary = AttemptSummary(attempt).data
        shown = {**summary, "quiz": attempt.quiz, "questions": reviewed_questions(attempt)}
        return HttpResponse(self.Output(shown).data)
