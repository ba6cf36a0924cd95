"""Content as it was loaded, in revisions, and who takes part in which course."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.crypto import constant_time_compare, salted_hmac
from simple_history.models import HistoricalRecords


class Module(models.Model):
    """A folder of content/. Gone from content: hidden, never deleted, for attempts point here."""

    slug = models.SlugField(unique=True, max_length=80)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)
    # The order in which lessons, quizzes and assignments are met: [{"kind": ..., "slug": ...}].
    items = models.JSONField(default=list)
    is_current = models.BooleanField(default=True)

    class Meta:
        ordering = ("position", "slug")

    def __str__(self) -> str:
        return self.title


class Item(models.Model):
    """What a lesson, a quiz and an assignment have in common."""

    module = models.ForeignKey(Module, models.PROTECT, related_name="%(class)ss")
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    minutes = models.PositiveIntegerField(default=0)
    is_current = models.BooleanField(default=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


class Lesson(Item):
    """A text to read. `html` is rendered and sanitised when content is loaded."""

    objectives = models.JSONField(default=list)
    source = models.TextField()
    html = models.TextField()
    # [{"level": 2, "id": ..., "title": ...}]
    headings = models.JSONField(default=list)
    # The questions between the paragraphs, whole; number n belongs at `<div data-question="n">`.
    questions = models.JSONField(default=list)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint("module", "slug", name="lesson_stands_once"),)
        ordering = ("slug",)


class Revision(models.Model):
    """One state of a quiz or assignment. Never changed once stored; `digest` names its content."""

    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    document = models.JSONField()
    max_points = models.FloatField()
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True


class Quiz(Item):
    """A quiz; what it asks is in its revisions."""

    module = models.ForeignKey(Module, models.PROTECT, related_name="quizzes")
    current = models.ForeignKey("QuizRevision", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint("module", "slug", name="quiz_stands_once"),)
        ordering = ("slug",)


class QuizRevision(Revision):
    """A quiz as it stood; attempts keep the one they began with."""

    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="revisions")

    class Meta:
        constraints = (
            models.UniqueConstraint("quiz", "number", name="quiz_revision_number_stands_once"),
        )


class Assignment(Item):
    """An assignment; what it asks is in its revisions."""

    current = models.ForeignKey("AssignmentRevision", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint("module", "slug", name="assignment_stands_once"),)
        ordering = ("slug",)


class AssignmentRevision(Revision):
    """An assignment as it stood, whole: `document` is a `grader.assignment.Assignment`."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="revisions")
    statement_html = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "assignment", "number", name="assignment_revision_number_stands_once"
            ),
        )


class Course(models.Model):
    """A group of people working through some modules."""

    slug = models.SlugField(unique=True, max_length=80)
    title = models.CharField(max_length=200)
    modules = models.ManyToManyField(Module, related_name="courses")
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Enrolment", related_name="courses"
    )
    history = HistoricalRecords(m2m_fields=[modules])

    class Meta:
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title


class Group(models.Model):
    """A section of a course: people who are helped by the same assistants, or given the same time."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="groups")
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    # Learners, and the assistants who are theirs.
    members: models.ManyToManyField[Enrolment, models.Model] = models.ManyToManyField(
        "Enrolment", related_name="groups"
    )
    history = HistoricalRecords(m2m_fields=[members])

    class Meta:
        ordering = ("title", "slug")
        constraints = (models.UniqueConstraint("course", "slug", name="group_stands_once"),)

    def __str__(self) -> str:
        return self.title


class Dated(models.Model):
    """Dates of a quiz or of an assignment; an empty one says nothing."""

    quiz = models.ForeignKey(Quiz, models.PROTECT, null=True, blank=True, related_name="+")
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, null=True, blank=True, related_name="+"
    )
    opens_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def item(self) -> Quiz | Assignment | None:
        """What the dates are of; None for everything in the course."""
        return self.quiz or self.assignment


class Schedule(Dated):
    """When and how one course gives one quiz or assignment; what is empty is as its content says."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="schedules")
    # Minutes from the start of an attempt; quizzes only.
    time_limit = models.PositiveIntegerField(null=True, blank=True)
    attempts = models.PositiveIntegerField(null=True, blank=True)
    # [{"hours": 24, "credit": 80}]: up to so many hours after the due date, so many percent.
    late = models.JSONField(null=True, blank=True)
    # Sealed with the deployment's secret, not hashed slowly: a class types it in the same minute.
    password = models.CharField(max_length=128, blank=True)
    # ["10.1.0.0/16"]: from where an attempt may be started and answered; empty: from anywhere.
    networks = models.JSONField(default=list, blank=True)
    history = HistoricalRecords()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(quiz=None) ^ models.Q(assignment=None),
                name="schedule_of_one_item",
            ),
            models.UniqueConstraint("course", "quiz", name="one_schedule_of_a_quiz"),
            models.UniqueConstraint("course", "assignment", name="one_schedule_of_an_assignment"),
        )

    def set_password(self, word: str) -> None:
        """The word with which an attempt is started; an empty one takes it away."""
        self.password = self._sealed(word) if word else ""

    def opens_with(self, word: str) -> bool:
        """Whether the word is the one, or none is needed."""
        return not self.password or constant_time_compare(self._sealed(word), self.password)

    def _sealed(self, word: str) -> str:
        place = f"courses.schedule.{self.course_id}.{self.quiz_id}"
        return salted_hmac(place, word.strip(), algorithm="sha256").hexdigest()


class Extension(Dated):
    """More time, later dates or more attempts for one person or one group. It only ever gives.

    Without quiz and assignment it holds for everything in the course.
    """

    course = models.ForeignKey(Course, models.PROTECT, related_name="extensions")
    enrolment = models.ForeignKey(
        "Enrolment", models.PROTECT, null=True, blank=True, related_name="extensions"
    )
    group = models.ForeignKey(
        Group, models.PROTECT, null=True, blank=True, related_name="extensions"
    )
    # The time limit times this, and so many minutes more.
    time_factor = models.FloatField(default=1.0)
    extra_minutes = models.PositiveIntegerField(default=0)
    extra_attempts = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=500)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(auto_now_add=True)
    # Withdrawn ones stay, for somebody was told of them.
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ("-granted_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(enrolment=None) ^ models.Q(group=None),
                name="extension_for_a_person_or_a_group",
            ),
            models.CheckConstraint(
                condition=models.Q(quiz=None) | models.Q(assignment=None),
                name="extension_of_one_item_or_all",
            ),
            models.CheckConstraint(
                condition=models.Q(time_factor__gte=1.0), name="extension_never_shortens"
            ),
        )


class Enrolment(models.Model):
    """One person in one course, in one role. Attempts and submissions belong to it."""

    class Role(models.TextChoices):
        """What a member may do: learners work, assistants also see, instructors also decide."""

        LEARNER = "learner"
        ASSISTANT = "assistant"
        INSTRUCTOR = "instructor"

    STAFF = (Role.ASSISTANT, Role.INSTRUCTOR)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    course = models.ForeignKey(Course, models.PROTECT, related_name="enrolments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="enrolments")
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.LEARNER)
    enrolled_at = models.DateTimeField(auto_now_add=True)
    # An assistant who sees the work of the groups they are in, and of nobody else.
    is_limited_to_groups = models.BooleanField(default=False)
    # Who gave whom which role, and when.
    history = HistoricalRecords()

    class Meta:
        constraints = (models.UniqueConstraint("course", "user", name="enrolled_once"),)

    @property
    def is_staff(self) -> bool:
        """Whether this member may see other members' work."""
        return self.role in self.STAFF


class Release(models.Model):
    """Whether the learners of a course see their points of an item; without a row they do."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="releases")
    # `quiz-<id>` or `assignment-<id>`.
    item = models.CharField(max_length=40)
    is_hidden = models.BooleanField(default=True)
    # Hidden until then; None: until it is released by hand.
    visible_from = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint("course", "item", name="one_release_of_an_item"),)


class Reading(models.Model):
    """A lesson that a member has read, as the member says; no grade depends on it."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="readings")
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="readings")
    read_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint("enrolment", "lesson", name="read_once"),)

    def __str__(self) -> str:
        return f"{self.lesson}, read"
