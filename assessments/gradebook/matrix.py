"""The gradebook: learners by items. A flat number of queries, and only one page of learners."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from assessments.accounts.models import User
from assessments.courses.models import Course, Enrolment
from assessments.courses.outline import Entry, entries_of, outline

from .results import Result, Total, results_of, total

LEARNERS_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One learner; the results stand in the order of the items."""

    enrolment_id: uuid.UUID
    learner: User
    results: tuple[Result | None, ...]
    total: Total


@dataclass(frozen=True, slots=True)
class Matrix:
    """One page of learners against all items that give points."""

    entries: tuple[Entry, ...]
    rows: tuple[Row, ...]
    page: Page[Enrolment]


def matrix_page(course: Course, number: str | int | None) -> Matrix:
    """A page of the gradebook, counted from 1; the nearest one when there is no such page."""
    page = Paginator(learners_of(course), LEARNERS_A_PAGE).get_page(number)
    entries = graded_entries(course)
    return Matrix(entries, tuple(rows_of(list(page), entries)), page)


def learners_of(course: Course) -> QuerySet[Enrolment]:
    """The learners by name."""
    return (
        course.enrolments.filter(role=Enrolment.Role.LEARNER)
        .select_related("user")
        .order_by("user__last_name", "user__first_name", "user__username")
    )


def graded_entries(course: Course) -> tuple[Entry, ...]:
    """The course's current items that give points."""
    return tuple(entries_of(outline(course, graded_only=True)))


def rows_of(enrolments: Sequence[Enrolment], entries: Sequence[Entry]) -> Iterator[Row]:
    """The learners' rows. Four queries for all of them."""
    results = results_of([enrolment.pk for enrolment in enrolments])
    for enrolment in enrolments:
        row = tuple(results.get((enrolment.pk, entry.kind, entry.id)) for entry in entries)
        yield Row(enrolment.pk, enrolment.user, row, total(entries, row))
