"""Marks work by a rubric and remarks on places in it: lines of a program, answers of an attempt."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from assessments.accounts.models import User
from assessments.courses.models import Enrolment
from assessments.quizzes.models import Attempt
from assessments.submissions.models import Submission

from . import keeping, ledger
from .cells import Item
from .models import Comment, GradeEvent, Marking

LONGEST_REMARK = 5000


class MarkingRefused(Exception):
    """Nothing was changed, and why."""


@dataclass(frozen=True, slots=True)
class MarkedWork:
    """A piece of work that can be marked: an attempt or a submission, and whose it is."""

    id: uuid.UUID
    enrolment: Enrolment
    item: str
    submission: Submission | None = None
    attempt: Attempt | None = None

    @property
    def places(self) -> list[str]:
        """Where a remark can be made: lines by number, or questions by id."""
        if self.submission is not None:
            return [str(line + 1) for line in range(self.submission.source.count("\n") + 1)]
        assert self.attempt is not None
        return [question.id for question in self.attempt.paper.questions]


def work_of(course_id: int, work_id: uuid.UUID) -> MarkedWork:
    """The attempt or submission of the course with that id, once handed in. Raises Http404."""
    submission = (
        Submission.objects.select_related("enrolment__user", "enrolment__course", "revision")
        .filter(pk=work_id, enrolment__course=course_id)
        .first()
    )
    if submission is not None:
        item = f"assignment-{submission.revision.assignment_id}"
        return MarkedWork(work_id, submission.enrolment, item, submission=submission)
    attempt = (
        Attempt.objects.select_related("enrolment__user", "enrolment__course", "revision")
        .filter(pk=work_id, enrolment__course=course_id, finished_at__isnull=False)
        .first()
    )
    if attempt is None:
        raise Http404("There is no such work.")
    return MarkedWork(work_id, attempt.enrolment, f"quiz-{attempt.quiz_id}", attempt=attempt)


@transaction.atomic
def mark_work(
    *, work: MarkedWork, item: Item, points: Mapping[str, float], comment: str, by: User
) -> None:
    """Stores the points of every line of the item's rubric. Raises MarkingRefused."""
    for line in item.rule.rubric:
        if line.id not in points:
            raise MarkingRefused(f"“{line.title}” has no points yet.")
        if not 0 <= points[line.id] <= line.points:
            raise MarkingRefused(f"“{line.title}” gives 0 to {line.points:g} points.")
    course = work.enrolment.course
    ledger.held_ledger(course)
    held = Marking.objects.filter(work=work.id).first()
    was = None if held is None else {"lines": held.lines, "comment": held.comment}
    lines = {line.id: {"points": points[line.id]} for line in item.rule.rubric}
    now = {"lines": lines, "comment": comment}
    if was == now:
        return
    Marking.objects.update_or_create(
        work=work.id,
        defaults={
            "enrolment": work.enrolment,
            "item": item.key,
            "lines": lines,
            "comment": comment,
            "marked_by": by,
            "marked_at": timezone.now(),
        },
    )
    happening = ledger.Happening(
        GradeEvent.Deed.MARKED,
        enrolment=work.enrolment,
        item=item.key,
        work=work.id,
        details={"was": was, "now": now},
    )
    ledger.append(course=course, happenings=[happening], by=by)
    keeping.keep(course, [work.enrolment.pk])


@transaction.atomic
def remark(*, work: MarkedWork, place: str, text: str, by: User) -> Comment:
    """Keeps a remark on a line or a question, and an event of it. Raises MarkingRefused."""
    if place not in work.places:
        raise MarkingRefused("There is no such line or question.")
    if not text.strip():
        raise MarkingRefused("A remark says something.")
    made = Comment.objects.create(
        work=work.id, enrolment=work.enrolment, place=place, text=text.strip(), by=by
    )
    _log(GradeEvent.Deed.REMARKED, work, made, by)
    return made


@transaction.atomic
def take_back(*, work: MarkedWork, comment_id: int, by: User) -> bool:
    """Deletes one's own remark, whose words the log keeps; False when there is none."""
    held = Comment.objects.select_for_update().filter(work=work.id, pk=comment_id, by=by).first()
    if held is None:
        return False
    _log(GradeEvent.Deed.UNREMARKED, work, held, by)
    held.delete()
    return True


def _log(deed: GradeEvent.Deed, work: MarkedWork, said: Comment, by: User) -> None:
    happening = ledger.Happening(
        deed,
        enrolment=work.enrolment,
        item=work.item,
        work=work.id,
        details={"place": said.place, "remark": said.text},
    )
    ledger.append(course=work.enrolment.course, happenings=[happening], by=by)
