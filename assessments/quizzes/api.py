"""Quizzes and attempts for programs: the same deeds as the pages, in JSON."""

from __future__ import annotations

import uuid
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import APIException, NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response as HttpResponse
from rest_framework.views import APIView

from assessments.courses import access
from assessments.courses.questions import WrongShape

from .answering import (
    LARGEST_ANSWER,
    LARGEST_SEQUENCE,
    AnswerTooLarge,
    AttemptFinished,
    NoAttemptsLeft,
    NoSuchQuestion,
    finish_attempt,
    save_response,
    start_attempt,
)
from .attempts import attempt_answered_by, attempt_seen_by, standing
from .paper import shown_paper
from .reading import how_read, show_answer
from .reviewing import reviewed_questions


class Conflict(APIException):
    """The attempt is not in a state for this."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"


class TooLarge(APIException):
    """The answer is longer than any can be."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "answer_too_large"
    default_detail = f"An answer may be {LARGEST_ANSWER} bytes of JSON at most."


class AttemptSummary(serializers.Serializer[Any]):
    """An attempt without its questions."""

    id = serializers.UUIDField()
    number = serializers.IntegerField()
    started_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    points = serializers.FloatField(allow_null=True)
    max_points = serializers.FloatField()


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


class NeverStored(APIView):
    """An operation whose answer no cache may keep."""

    @property
    def default_response_headers(self) -> dict[str, str]:
        """Those of every answer, errors too."""
        return {**super().default_response_headers, "Cache-Control": "no-store, private"}


class QuizDetail(NeverStored):
    """A quiz and the caller's attempts at it."""

    class Output(serializers.Serializer[Any]):
        """The rules, and where the caller stands."""

        class Meta:
            ref_name = "Quiz"

        slug = serializers.CharField()
        title = serializers.CharField()
        minutes = serializers.IntegerField()
        questions = serializers.IntegerField()
        max_points = serializers.FloatField()
        attempts_allowed = serializers.IntegerField()
        attempts_left = serializers.IntegerField()
        best_points = serializers.FloatField(allow_null=True)
        attempts = AttemptSummary(many=True)

    @extend_schema(operation_id="quiz", responses=Output)
    def get(self, request: Request, course: str, module: str, quiz: str) -> HttpResponse:
        """The quiz as its cover page shows it."""
        enrolment = access.member(request.user, course)
        found = access.quiz(enrolment, module, quiz)
        where = standing(enrolment=enrolment, quiz=found)
        assert found.current is not None
        shown = {
            "slug": found.slug,
            "title": found.title,
            "minutes": found.minutes,
            "questions": len(found.current.document["questions"]),
            "max_points": found.current.max_points,
            "attempts_allowed": where.allowed,
            "attempts_left": where.left,
            "best_points": where.best.points if where.best else None,
            "attempts": where.attempts,
        }
        return HttpResponse(self.Output(shown).data)


class AttemptStart(NeverStored):
    """Begins attempts."""

    @extend_schema(
        operation_id="start_attempt",
        request=None,
        responses={201: AttemptSummary, 200: AttemptSummary},
    )
    def post(self, request: Request, course: str, module: str, quiz: str) -> HttpResponse:
        """Begins an attempt (201), or gives the one that is open (200)."""
        enrolment = access.member(request.user, course)
        found = access.quiz(enrolment, module, quiz)
        try:
            attempt, is_new = start_attempt(enrolment=enrolment, quiz=found)
        except NoAttemptsLeft:
            raise Conflict("All attempts at this quiz are used.", "no_attempts_left") from None
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return HttpResponse(AttemptSummary(attempt).data, code)


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
            understood = serializers.CharField(source="reading.understood")
            problem = serializers.CharField(source="reading.problem")

        quiz = serializers.CharField(source="quiz.title")
        sequence = serializers.IntegerField(source="paper.sequence")
        questions = Question(many=True, source="paper.questions")

    @extend_schema(operation_id="attempt", responses=Output)
    def get(self, request: Request, attempt_id: uuid.UUID) -> HttpResponse:
        """The attempt as its page shows it, for its learner alone."""
        attempt = attempt_answered_by(request.user, attempt_id)
        summary = AttemptSummary(attempt).data
        shown = {**summary, "quiz": attempt.quiz, "paper": shown_paper(attempt)}
        return HttpResponse(self.Output(shown).data)


class ResponseSave(NeverStored):
    """Stores single answers."""

    class Input(serializers.Serializer[Any]):
        """An answer in its question's shape: "b", ["a", "c"], true, "0.25", {"1": "c"}, or null."""

        class Meta:
            ref_name = "ResponseInput"

        answer = serializers.JSONField(allow_null=True)
        # Greater than that of every earlier save of the attempt.
        sequence = serializers.IntegerField(min_value=1, max_value=LARGEST_SEQUENCE)

    class Output(serializers.Serializer[Any]):
        """What is stored now; `saved` is false where a later save was there already."""

        class Meta:
            ref_name = "ResponseSaved"

        question = serializers.CharField()
        saved = serializers.BooleanField()
        answer = serializers.JSONField(allow_null=True)
        sequence = serializers.IntegerField()
        saved_at = serializers.DateTimeField()
        understood = serializers.CharField()
        problem = serializers.CharField()

    @extend_schema(operation_id="save_response", request=Input, responses=Output)
    def put(self, request: Request, attempt_id: uuid.UUID, question: str) -> HttpResponse:
        """Stores one answer. It is in the database when this is answered with `saved: true`."""
        attempt = attempt_answered_by(request.user, attempt_id)
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        try:
            saved = save_response(
                attempt=attempt,
                question=question,
                sent=given.validated_data["answer"],
                sequence=given.validated_data["sequence"],
            )
        except NoSuchQuestion:
            raise NotFound("The quiz has no such question.") from None
        except AnswerTooLarge:
            raise TooLarge from None
        except WrongShape as error:
            raise ValidationError({"answer": [str(error)]}) from None
        except AttemptFinished:
            raise Conflict("The attempt is finished.", "attempt_finished") from None
        asked = attempt.paper.question(question)
        assert asked is not None
        reading = how_read(asked, saved.answer)
        shown = {
            "question": question,
            "saved": saved.is_newest,
            "answer": show_answer(attempt.paper, asked, attempt.seed, saved.answer),
            "sequence": saved.sequence,
            "saved_at": saved.saved_at,
            "understood": reading.understood,
            "problem": reading.problem,
        }
        return HttpResponse(self.Output(shown).data)


class AttemptFinish(NeverStored):
    """Finishes attempts."""

    class Input(serializers.Serializer[Any]):
        """The answers on the screen, if any, and whether unreadable ones may count as wrong."""

        class Meta:
            ref_name = "AttemptFinishInput"

        answers = serializers.DictField(
            child=serializers.JSONField(allow_null=True), required=False
        )
        anyway = serializers.BooleanField(default=False)

    @extend_schema(operation_id="finish_attempt", request=Input, responses=AttemptSummary)
    def post(self, request: Request, attempt_id: uuid.UUID) -> HttpResponse:
        """Stores the answers, marks all and closes the attempt; the same again when it is closed.

        Answers that cannot be read leave it open: 400 for those that could not be stored, 409
        ("unreadable") for those that could, unless `anyway` is true.
        """
        attempt = attempt_answered_by(request.user, attempt_id)
        given = self.Input(data=request.data)
        given.is_valid(raise_exception=True)
        finished = finish_attempt(
            attempt=attempt,
            answers=given.validated_data.get("answers"),
            anyway=given.validated_data["anyway"],
        )
        if finished.refused:
            raise ValidationError({name: [why] for name, why in finished.refused.items()})
        if finished.unreadable:
            raise Conflict(
                "; ".join(f"{name}: {why}" for name, why in finished.unreadable.items()),
                "unreadable",
            )
        attempt.refresh_from_db(fields=["points", "finished_at"])
        return HttpResponse(AttemptSummary(attempt).data)


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
                given = serializers.CharField()
                right_answer = serializers.CharField()
                is_right = serializers.BooleanField()
                feedback_html = serializers.CharField()

            id = serializers.CharField()
            number = serializers.IntegerField()
            prompt_html = serializers.CharField()
            points = serializers.FloatField()
            max_points = serializers.FloatField()
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
        if not attempt.is_finished:
            raise Conflict("The attempt is not finished yet.", "attempt_open")
        summary = AttemptSummary(attempt).data
        shown = {**summary, "quiz": attempt.quiz, "questions": reviewed_questions(attempt)}
        return HttpResponse(self.Output(shown).data)
