"""Compares the programs of an assignment: each learner's newest with everybody else's.

Programs of earlier runs of the assignment, in other courses, are compared with too. What comes out
is a reason to look, never a verdict; nobody's points depend on it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypedDict

from django.db.models import Q
from django.utils import timezone

from assessments.accounts.models import User
from assessments.courses.models import Assignment, Course, Enrolment
from assessments.submissions.models import Submission
from assessments.submissions.presenting import Listing

from .models import Comparison
from .winnowing import Prints, alike, prints_of, shared_lines

MOST_PAIRS = 200
MOST_PROGRAMS = 5000


class Pair(TypedDict):
    """Two submissions that share a part, and how large it is of the smaller one."""

    left: str
    right: str
    share: float
    shared: int


@dataclass(frozen=True, slots=True)
class Side:
    """One program of a pair, line by line, with the shared lines marked."""

    submission: Submission
    lines: tuple[tuple[int, str, bool], ...]


def begin(*, course: Course, assignment: Assignment, by: User) -> Comparison:
    """Asks for a comparison; `compare` makes it."""
    return Comparison.objects.create(course=course, assignment=assignment, made_by=by)


def unfinished() -> list[uuid.UUID]:
    """The comparisons that were asked for and not made."""
    return list(Comparison.objects.filter(finished_at=None).values_list("pk", flat=True))


def compare(comparison_id: uuid.UUID) -> None:
    """Makes the comparison; does nothing when it is made already."""
    comparison = (
        Comparison.objects.select_related("assignment__current", "course")
        .filter(pk=comparison_id, finished_at=None)
        .first()
    )
    if comparison is None:
        return
    programs = list(_newest(comparison))
    found = alike(
        [prints_of(source) for _, _, source in programs], known=starter_prints(comparison).hashes
    )
    pairs = [
        Pair(
            left=str(programs[pair.left][0]),
            right=str(programs[pair.right][0]),
            share=round(pair.share, 4),
            shared=pair.shared,
        )
        for pair in found
        if comparison.course_id in {programs[pair.left][1], programs[pair.right][1]}
    ]
    Comparison.objects.filter(pk=comparison_id, finished_at=None).update(
        finished_at=timezone.now(), compared=len(programs), pairs=pairs[:MOST_PAIRS]
    )


def starter_prints(comparison: Comparison) -> Prints:
    """What everybody was given to begin with."""
    revision = comparison.assignment.current
    document = {} if revision is None else revision.document
    return prints_of(str(document.get("starter", "")))


def sides(comparison: Comparison, left: Submission, right: Submission) -> tuple[Side, Side]:
    """Both programs beside each other, with the lines of shared stretches marked."""
    one, other = prints_of(left.source), prints_of(right.source)
    marked = shared_lines(one, other, known=starter_prints(comparison).hashes)
    return _side(left, marked[0]), _side(right, marked[1])


def _side(submission: Submission, marked: set[int]) -> Side:
    lines = tuple((number, line, number in marked) for number, line in Listing(submission.source))
    return Side(submission, lines)


def _newest(comparison: Comparison) -> Iterator[tuple[uuid.UUID, int, str]]:
    """The newest program of every learner, of this course first; one person is compared once."""
    met: set[int] = set()
    rows = (
        Submission.objects.filter(revision__assignment=comparison.assignment)
        .filter(enrolment__role=Enrolment.Role.LEARNER)
        .exclude(Q(source=""))
        .order_by("-submitted_at", "pk")
        .values_list("pk", "enrolment__course_id", "enrolment__user_id", "source")
    )
    here = [row for row in rows if row[1] == comparison.course_id]
    elsewhere = [row for row in rows if row[1] != comparison.course_id]
    for pk, course, person, source in [*here, *elsewhere][: MOST_PROGRAMS * 4]:
        if person not in met:
            met.add(person)
            yield pk, course, source
