"""What the gradebook itself keeps: policies, acts and their log, and grades computed from all of it.

An item of a course is named `quiz-<id>` or `assignment-<id>`; a piece of work (an attempt, a
submission) by its own id, which no two share.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models

from assessments.courses.models import Assignment, AssignmentRevision, Course, Enrolment
from assessments.submissions.models import Submission


class AppendOnly(Exception):
    """A row that is part of a record was to be changed or deleted."""


class GradingPolicy(models.Model):
    """One state of a course's policy. Never changed; the newest holds."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="grading_policies")
    number = models.PositiveIntegerField()
    # A `courses.policies.Policy`.
    document = models.JSONField()
    note = models.TextField(blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint("course", "number", name="policy_number_stands_once"),
        )

    def __str__(self) -> str:
        return f"Policy {self.number}"


class Ledger(models.Model):
    """The end of a course's event log: how many events there are, and the newest one's digest."""

    course = models.OneToOneField(
        Course, models.PROTECT, primary_key=True, related_name="grade_ledger"
    )
    length = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)
    # Grades were brought up to date with everything settled before this, for these items.
    fresh_at = models.DateTimeField(null=True)
    items = models.CharField(max_length=64, blank=True)


class GradeEvent(models.Model):
    """One thing that happened to grades. Written once by `ledger.append`; digests form a chain."""

    class Deed(models.TextChoices):
        """What happened."""

        RECORDED = "recorded", "Result recorded"
        REGRADED = "regraded", "Regraded"
        OVERRIDDEN = "overridden", "Points set by hand"
        RESTORED = "restored", "Override taken back"
        EXCUSED = "excused", "Excused"
        UNEXCUSED = "unexcused", "Excuse taken back"
        COMMENTED = "commented", "Comment"
        MARKED = "marked", "Marked by a person"
        REMARKED = "remarked", "Remark made"
        UNREMARKED = "unremarked", "Remark deleted"
        EXTENDED = "extended", "Time extended"
        ATTEMPT_GIVEN = "attempt_given", "Attempt given back"
        HIDDEN = "hidden", "Hidden"
        RELEASED = "released", "Released"
        POLICY = "policy", "Policy changed"
        IMPORTED = "imported", "Imported"
        MESSAGED = "messaged", "Message sent"

    course = models.ForeignKey(Course, models.PROTECT, related_name="grade_events")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    deed = models.CharField(max_length=16, choices=Deed.choices)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, null=True, related_name="grade_events")
    item = models.CharField(max_length=40, blank=True)
    work = models.UUIDField(null=True)
    # The events of one act share it.
    act = models.UUIDField(null=True, db_index=True)
    details = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint("course", "number", name="grade_event_number_stands_once"),
        )
        indexes = (
            models.Index(fields=("enrolment", "item"), name="events_of_a_cell"),
            models.Index(fields=("work",), name="events_of_a_work"),
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises AppendOnly for an event that is stored already."""
        if self.pk is not None:
            raise AppendOnly("An event of the grade log is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raises AppendOnly."""
        raise AppendOnly("An event of the grade log is never deleted.")


class Adjustment(models.Model):
    """What staff decided about one learner at one item. The earned points stay as they are."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="adjustments")
    item = models.CharField(max_length=40)
    # Stands in place of what was earned; None: nothing does.
    points = models.FloatField(null=True)
    is_excused = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    comment = models.TextField(blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint("enrolment", "item", name="one_adjustment_to_a_cell"),
            models.CheckConstraint(
                condition=models.Q(points=None) | models.Q(points__gte=0),
                name="no_negative_override",
            ),
        )


class Marking(models.Model):
    """What a person marked of one piece of work by the item's rubric."""

    work = models.UUIDField(unique=True)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="markings")
    item = models.CharField(max_length=40)
    # {rubric line: {"points": ..., "comment": ...}}
    lines = models.JSONField(default=dict)
    comment = models.TextField(blank=True)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()


class Comment(models.Model):
    """A remark on a place in a piece of work: a line of a program, or a question's answer."""

    work = models.UUIDField(db_index=True)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="grade_comments")
    # "12" for a line, else a question's id.
    place = models.CharField(max_length=80)
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("at", "pk")

    @property
    def place_shown(self) -> str:
        """The place in words."""
        return place_in_words(self.place)


def place_in_words(place: str) -> str:
    """Where in a piece of work: a line of a program, or a question."""
    return f"Line {place}" if place.isdecimal() else place


class CourseGrade(models.Model):
    """One learner's grade as the pure functions compute it, kept so that a table can be sorted by it.

    Everything here can be computed again; `manage.py verify_grades` does, and compares.
    """

    enrolment = models.OneToOneField(
        Enrolment, models.PROTECT, primary_key=True, related_name="course_grade"
    )
    # The policy's number it was computed by; 0 for the standard policy.
    policy = models.PositiveIntegerField()
    # Rounded by the policy: of what is settled, and if nothing more came.
    so_far = models.FloatField(null=True)
    percent = models.FloatField(null=True)
    letter = models.CharField(max_length=12, blank=True)
    points = models.FloatField()
    max_points = models.FloatField()
    missing = models.PositiveSmallIntegerField(default=0)
    late = models.PositiveSmallIntegerField(default=0)
    failed = models.PositiveSmallIntegerField(default=0)
    waiting = models.PositiveSmallIntegerField(default=0)
    is_at_risk = models.BooleanField(default=False)
    risks = models.JSONField(default=list)
    # {item: `computing.StoredCell`}
    cells = models.JSONField(default=dict)
    # What work there was, counted by state: other counts are other work. See `keeping`.
    basis = models.CharField(max_length=80, blank=True)
    computed_at = models.DateTimeField()
    # When the passing of time alone will change it: a date becomes due.
    changes_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        indexes = (models.Index(fields=("percent",), name="grades_by_percent"),)


class GradeImport(models.Model):
    """A file somebody wants to import: its dry run, and what became of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    course = models.ForeignKey(Course, models.PROTECT, related_name="grade_imports")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField(max_length=200)
    # An `importing.Plan`.
    plan = models.JSONField()
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at",)


class Regrade(models.Model):
    """Graded submissions of an assignment, graded again; shown first, applied when somebody says so."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    course = models.ForeignKey(Course, models.PROTECT, related_name="regrades")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="regrades")
    # What the submissions are graded against.
    revision = models.ForeignKey(AssignmentRevision, models.PROTECT, related_name="+")
    reason = models.TextField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at",)


class RegradedSubmission(models.Model):
    """One submission in a regrade: both reports, of which the old one is never lost."""

    class State(models.TextChoices):
        """Where it stands; `failed` is our fault and changes nothing."""

        QUEUED = "queued"
        GRADING = "grading"
        READY = "ready"
        FAILED = "failed"

    regrade = models.ForeignKey(Regrade, models.PROTECT, related_name="submissions")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="regrades")
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    claimed_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    old_revision = models.ForeignKey(AssignmentRevision, models.PROTECT, related_name="+")
    old_report = models.JSONField(null=True)
    old_points = models.FloatField()
    old_max_points = models.FloatField()
    report = models.JSONField(null=True)
    points = models.FloatField(null=True)
    max_points = models.FloatField(null=True)
    failure = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint("regrade", "submission", name="regraded_once_a_regrade"),
        )


class Comparison(models.Model):
    """One look for programs of an assignment that are alike."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    course = models.ForeignKey(Course, models.PROTECT, related_name="comparisons")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="comparisons")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    compared = models.PositiveIntegerField(default=0)
    # [{"left": submission, "right": submission, "share": ..., "shared": ...}], the largest first.
    pairs = models.JSONField(default=list)

    class Meta:
        ordering = ("-made_at",)


class Message(models.Model):
    """A letter to some learners of a course, each of whom gets their own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    course = models.ForeignKey(Course, models.PROTECT, related_name="grade_messages")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()

    class Meta:
        ordering = ("-made_at",)


class Recipient(models.Model):
    """One learner who is to get a message; a letter is sent by whoever sets `sent_at`."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="recipients")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="grade_messages")
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint("message", "enrolment", name="one_letter_each"),)
