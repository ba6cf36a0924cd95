"""Everything that grades are computed from, for many learners at once: a flat number of queries."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import cast

from django.db.models import F

from assessments.courses.deadlines import timetable
from assessments.courses.models import Assignment, Enrolment, Quiz
from assessments.courses.questions.policy import Counts
from assessments.courses.terms import Deadline, deadline_for
from assessments.quizzes.models import Attempt
from assessments.submissions.models import Submission

from .cells import Decision, Item, Marked, Work, WorkState
from .computing import Gathered, Place
from .models import Adjustment, Marking


def gather(enrolments: Sequence[Enrolment], items: Sequence[Item]) -> Gathered:
    """Everything of these learners of one course. Nine queries."""
    ids = [enrolment.pk for enrolment in enrolments]
    works: dict[Place, list[Work]] = defaultdict(list)
    for place, work in (*_attempts(ids), *_submissions(ids)):
        works[place].append(work)
    asked = _asked(items)
    return Gathered(
        works=works,
        decisions=_decisions(ids),
        marked=_marked(ids),
        deadlines=_deadlines(enrolments, asked),
        counts={key: _counts(each) for key, each in asked.items()},
    )


def _counts(asked: Quiz | Assignment) -> Counts:
    """Which try counts, as the quiz itself says; of submissions the best."""
    if isinstance(asked, Assignment) or asked.current is None:
        return "best"
    counts: Counts = asked.current.document.get("counts", "best")
    return counts


def _deadlines(
    enrolments: Sequence[Enrolment], items: Mapping[str, Quiz | Assignment]
) -> dict[Place, Deadline]:
    """Until when each of them has time. Those without an extension share everybody's deadline."""
    if not enrolments:
        return {}
    ids = [enrolment.pk for enrolment in enrolments]
    dates = timetable(enrolments[0].course_id, ids)
    found: dict[Place, Deadline] = {}
    for key, asked in items.items():
        terms = dates.terms(asked)
        common = deadline_for(terms)
        for enrolment in ids:
            reliefs = dates.reliefs(enrolment, asked)
            found[enrolment, key] = deadline_for(terms, reliefs) if reliefs else common
    return found


def _asked(items: Sequence[Item]) -> dict[str, Quiz | Assignment]:
    quizzes = Quiz.objects.filter(pk__in=[item.id for item in items if item.kind == "quiz"])
    assignments = Assignment.objects.filter(
        pk__in=[item.id for item in items if item.kind == "assignment"]
    )
    return {
        **{f"quiz-{each.pk}": each for each in quizzes.select_related("current")},
        **{f"assignment-{each.pk}": each for each in assignments},
    }


def _attempts(enrolments: Collection[uuid.UUID]) -> list[tuple[Place, Work]]:
    rows = (
        Attempt.objects.filter(enrolment__in=enrolments)
        .order_by("number")
        .values_list(
            "enrolment_id", "quiz_id", "pk", "number", "started_at", "finished_at", "points",
            "max_points",
        )
    )  # fmt: skip
    return [
        (
            (enrolment, f"quiz-{quiz}"),
            Work(
                id=pk,
                number=number,
                state="open" if finished_at is None else "finished",
                at=finished_at or started_at,
                points=points,
                max_points=max_points,
            ),
        )
        for enrolment, quiz, pk, number, started_at, finished_at, points, max_points in rows
    ]


def _submissions(enrolments: Collection[uuid.UUID]) -> list[tuple[Place, Work]]:
    rows = (
        Submission.objects.filter(enrolment__in=enrolments)
        .order_by("submitted_at", "pk")
        .values_list(
            "enrolment_id", F("revision__assignment_id"), "pk", "state", "submitted_at", "points",
            "max_points",
        )
    )  # fmt: skip
    found: list[tuple[Place, Work]] = []
    counted: dict[Place, int] = defaultdict(int)
    for enrolment, assignment, pk, state, at, points, max_points in rows:
        place = (enrolment, f"assignment-{assignment}")
        counted[place] += 1
        work = Work(pk, counted[place], cast(WorkState, state), at, points, max_points)
        found.append((place, work))
    return found


def _decisions(enrolments: Collection[uuid.UUID]) -> dict[Place, Decision]:
    rows = Adjustment.objects.filter(enrolment__in=enrolments).select_related("changed_by")
    return {
        (row.enrolment_id, row.item): Decision(
            points=row.points,
            is_excused=row.is_excused,
            reason=row.reason,
            comment=row.comment,
            by="" if row.changed_by is None else row.changed_by.name,
            at=row.changed_at,
        )
        for row in rows
    }


def _marked(enrolments: Collection[uuid.UUID]) -> dict[Place, dict[uuid.UUID, Marked]]:
    found: dict[Place, dict[uuid.UUID, Marked]] = defaultdict(dict)
    for row in Marking.objects.filter(enrolment__in=enrolments).select_related("marked_by"):
        points = {line: marked["points"] for line, marked in row.lines.items()}
        found[row.enrolment_id, row.item][row.work] = Marked(
            points, row.marked_by.name, row.marked_at, row.comment
        )
    return found
