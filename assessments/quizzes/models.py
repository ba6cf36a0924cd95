"""A learner's attempts at quizzes, the responses in them, and every mark they were given."""

from __future__ import annotations

import uuid
from functools import cached_property

from django.conf import settings
from django.db import models
from django.utils import timezone

from assessments.courses.models import Enrolment, Quiz, QuizRevision
from assessments.courses.questions import Drawn, Policy, Question, QuizFile

# Parsed quizzes by the digest that names a revision's content: every answer that is saved needs one.
_papers: dict[str, QuizFile] = {}
MOST_PAPERS = 64


def paper_of(revision: QuizRevision) -> QuizFile:
    """A revision's quiz, parsed at most once by each process."""
    paper = _papers.get(revision.digest)
    if paper is None:
        paper = QuizFile.model_validate(revision.document)
        if len(_papers) >= MOST_PAPERS:
            _papers.clear()
        _papers[revision.digest] = paper
    return paper


def question_of(revision: QuizRevision, question: str, variant: int) -> Question | None:
    """One question of a revision with the numbers of a variant in it, if the quiz has it."""
    found = paper_of(revision).question(question)
    return None if found is None else found.variant(variant)


class Attempt(models.Model):
    """One learner taking one revision of a quiz.

    Revision, seed, questions with their variants, and policy are pinned at the start: no later edit
    reaches it, but whatever gives its learner more time.
    """

    class Closing(models.TextChoices):
        """Who closed it."""

        LEARNER = "learner"
        DEADLINE = "deadline"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="attempts")
    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="attempts")
    revision = models.ForeignKey(QuizRevision, models.PROTECT, related_name="attempts")
    # Counts the learner's attempts at this quiz from 1, whatever the revision.
    number = models.PositiveIntegerField()
    seed = models.PositiveBigIntegerField()
    # [{"question": ..., "variant": ...}], in the order in which they are asked.
    drawn = models.JSONField(default=list)
    # A `questions.Policy`, with the course's own rules in it.
    policy = models.JSONField(default=dict)
    # The dates that held at the start, as `timing` pins them.
    dates = models.JSONField(default=dict)
    started_at = models.DateTimeField(default=timezone.now)
    # Until when answers are taken, as far as was known when last looked; it only ever moves later.
    ends_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=8, choices=Closing.choices, blank=True)
    # Set when the attempt is finished and nothing in it waits for its mark.
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
        indexes = (
            # What the sweep asks for every few seconds.
            models.Index(
                fields=("ends_at",), condition=models.Q(finished_at=None), name="open_until"
            ),
        )

    def __str__(self) -> str:
        return f"Attempt {self.number}"

    @property
    def is_finished(self) -> bool:
        """Whether the answers are closed."""
        return self.finished_at is not None

    @cached_property
    def paper(self) -> QuizFile:
        """The quiz as it stood when this attempt began, answers and all: for marking only."""
        return paper_of(self.revision)

    @cached_property
    def rules(self) -> Policy:
        """The policy that was pinned; attempts older than policies have their revision's."""
        return Policy.model_validate(self.policy) if self.policy else self.paper

    @property
    def asked(self) -> list[Drawn]:
        """What is asked, in order; attempts older than pools have every question."""
        if not self.drawn:
            return [Drawn(question.id) for question in self.paper.questions]
        return [Drawn(each["question"], each["variant"]) for each in self.drawn]

    @property
    def questions(self) -> list[Question]:
        """The questions in order, each in its variant."""
        found = (question_of(self.revision, each.question, each.variant) for each in self.asked)
        return [question for question in found if question is not None]

    def question(self, question_id: str) -> Question | None:
        """The question of that id, in its variant, if it is asked."""
        for each in self.asked:
            if each.question == question_id:
                return question_of(self.revision, question_id, each.variant)
        return None


class Response(models.Model):
    """The newest answer to one question of an attempt, as `quizzes.reading` stores it."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="responses")
    # The question's id within the revision.
    question = models.CharField(max_length=80)
    answer = models.JSONField(null=True)
    # How sure the learner says to be, 1 to 3, where the quiz asks.
    certainty = models.PositiveSmallIntegerField(null=True)
    # Counts the saves of one attempt; an older save that arrives late is refused.
    sequence = models.PositiveBigIntegerField(default=0)
    # The browser's name for the save that is stored: the same one may arrive twice.
    save_id = models.UUIDField(null=True)
    saved_at = models.DateTimeField(auto_now=True)
    is_flagged = models.BooleanField(default=False)
    # How long the question was in view, as the browser tells it.
    seconds = models.FloatField(default=0.0)
    # What a cell or a person found out about the answer, where its kind needs one.
    evidence = models.JSONField(null=True)
    # Set when the attempt is finished, or, where answers are checked one by one, then.
    points = models.FloatField(null=True)
    verdict = models.CharField(max_length=16, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("attempt", "question"), name="one_response_to_a_question"
            ),
        )

    def __str__(self) -> str:
        return self.question

    @property
    def newest_marking(self) -> Marking | None:
        """The mark that holds, with the key it was made with."""
        return max(self.markings.all(), key=lambda each: each.pk, default=None)


class Try(models.Model):
    """One answer that was checked before the end of its attempt, and what it was worth by itself."""

    response = models.ForeignKey(Response, models.PROTECT, related_name="tries")
    number = models.PositiveIntegerField()
    variant = models.PositiveIntegerField(default=0)
    answer = models.JSONField(null=True)
    # Of the question's points, 0 to 1.
    share = models.FloatField()
    verdict = models.CharField(max_length=16)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("response", "number"), name="try_number_stands_once"),
        )


class Regrade(models.Model):
    """A decision to mark a quiz's finished attempts anew."""

    class Rule(models.TextChoices):
        """By the corrected key; or, where a question cannot be mended, one of the next two. The last
        counts for one learner an answer that came too late.
        """

        KEY = "key"
        FULL = "full"
        DISCOUNT = "discount"
        LATE = "late"

    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="regrades")
    course = models.ForeignKey("courses.Course", models.PROTECT, related_name="+")
    revision = models.ForeignKey(QuizRevision, models.PROTECT, related_name="+")
    rule = models.CharField(max_length=8, choices=Rule.choices, default=Rule.KEY)
    # The question it is about; empty for all of them.
    question = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=500)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-made_at", "-pk")


class Marking(models.Model):
    """One mark a response was given. Never changed: a regrade adds another, and both are kept."""

    response = models.ForeignKey(Response, models.PROTECT, related_name="markings")
    # The key it was marked with.
    revision = models.ForeignKey(QuizRevision, models.PROTECT, related_name="+")
    regrade = models.ForeignKey(Regrade, models.PROTECT, null=True, related_name="markings")
    points = models.FloatField(null=True)
    max_points = models.FloatField()
    verdict = models.CharField(max_length=16)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("made_at", "pk")


class LateArrival(models.Model):
    """An answer that reached the server after the end. It counts once an instructor says so."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="late_arrivals")
    question = models.CharField(max_length=80)
    answer = models.JSONField(null=True)
    # How long the browser says it had waited to be sent.
    waited_seconds = models.FloatField()
    arrived_at = models.DateTimeField(auto_now_add=True)
    # Set when it counts: who said so, when, why, and the marks it gave.
    regrade = models.OneToOneField(Regrade, models.PROTECT, null=True, related_name="late_arrival")
    # The answer that counted before it, and what was found out about that one.
    replaced = models.JSONField(null=True)
    replaced_evidence = models.JSONField(null=True)

    class Meta:
        ordering = ("arrived_at",)


class AnswerRun(models.Model):
    """An answer to be run in a cell. `queued -> running -> done | failed`; failed is our fault."""

    class State(models.TextChoices):
        """Where it stands."""

        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    response = models.OneToOneField(Response, models.PROTECT, related_name="run")
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    queued_at = models.DateTimeField(auto_now_add=True)
    # When a worker was last told of it; a message may be lost, so it is told again.
    rung_at = models.DateTimeField(null=True)
    # The claim of one worker: only the holder of the token may store what it found.
    token = models.UUIDField(null=True)
    claimed_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    # Set where it is run for a regrade by that key; else by the one that holds for the response.
    revision = models.ForeignKey(QuizRevision, models.PROTECT, null=True, related_name="+")
    # What was found for the regrade, which nobody is marked by before it is applied.
    evidence = models.JSONField(null=True)
    # For staff: why it is failed.
    failure = models.TextField(blank=True)

    class Meta:
        ordering = ("queued_at", "pk")
        indexes = (models.Index(fields=("state", "queued_at"), name="answers_to_run"),)


class RubricMark(models.Model):
    """What a person gave for an answer, criterion by criterion. Never changed; the newest holds."""

    response = models.ForeignKey(Response, models.PROTECT, related_name="rubric_marks")
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Points by the criterion's id.
    points = models.JSONField()
    comment = models.TextField(blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-made_at", "-pk")
