"""The gradebook: learners by items, filtered, sorted and a page at a time, from the stored grades."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, TypeAlias

from django.core.paginator import Page, Paginator
from django.db.models import F, FloatField, Q, QuerySet, Value
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast, NullIf
from django.utils.http import urlencode

from assessments.courses.access import groups_seen_by
from assessments.courses.models import Enrolment

from .access import learners_seen_by
from .cells import Item
from .computing import StoredCell
from .keeping import freshen
from .models import CourseGrade
from .policy import Held

LEARNERS_A_PAGE = 50
# Nobody waits for more grades than these to be computed; a worker has the rest within a minute.
MOST_AT_A_LOOK = 400
Show: TypeAlias = Literal["all", "at_risk", "missing", "late", "failed", "waiting"]
SHOWS: dict[Show, str] = {
    "all": "Everybody",
    "at_risk": "At risk",
    "missing": "Something missing",
    "late": "Something late",
    "failed": "Could not be graded",
    "waiting": "Waiting for a mark",
}
# What a table may be sorted by, besides the items.
SORTS = {
    "name": ("user__last_name", "user__first_name", "user__username"),
    "total": ("course_grade__percent",),
    "so_far": ("course_grade__so_far",),
    "missing": ("course_grade__missing",),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which rows are asked for, in which order. Whatever makes no sense is what it is by default."""

    show: Show = "all"
    # A group's slug; one that the onlooker does not see has nobody in it.
    group: str = ""
    search: str = ""
    sort: str = "name"
    descending: bool = False
    page: str = "1"

    @classmethod
    def from_query(cls, query: Mapping[str, Any]) -> Asked:
        """As an address says it: ?show=missing&group=a&q=lea&sort=-total&page=2."""
        sort = str(query.get("sort", "name"))
        show = str(query.get("show", "all"))
        return cls(
            show=show if show in SHOWS else "all",
            group=_text(query, "group"),
            search=_text(query, "q"),
            sort=sort.removeprefix("-"),
            descending=sort.startswith("-"),
            page=str(query.get("page", "1")),
        )

    @property
    def is_narrow(self) -> bool:
        """Whether not everybody is asked for."""
        return self.show != "all" or bool(self.group or self.search)

    def turned(self, sort: str) -> str:
        """The address that sorts by this, the other way round when it does already.

        Figures begin with the lowest: those are whom a gradebook is opened for.
        """
        return self._address(f"-{sort}" if self.sort == sort and not self.descending else sort)

    @property
    def page_address(self) -> str:
        """The beginning of the address of another page of the same."""
        address = self._address(f"-{self.sort}" if self.descending else self.sort)
        return f"{address}&" if address != "?" else "?"

    def _address(self, sort: str) -> str:
        values = {"show": self.show, "group": self.group, "q": self.search, "sort": sort}
        default = {"show": "all", "group": "", "q": "", "sort": "name"}
        return "?" + urlencode({k: v for k, v in values.items() if v != default[k]})


@dataclass(frozen=True, slots=True)
class Row:
    """One learner; the cells stand in the order of the items."""

    enrolment: Enrolment
    grade: CourseGrade
    cells: tuple[StoredCell, ...]


@dataclass(frozen=True)
class Table:
    """One page of learners against all items."""

    asked: Asked
    held: Held
    items: tuple[Item, ...]
    page: Page[Enrolment]
    # Grades that a worker still has to compute anew.
    left: int = 0

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The learners of this page."""
        return tuple(rows_of(list(self.page), self.items))


def table_page(staff: Enrolment, asked: Asked) -> Table:
    """A page of the gradebook, counted from 1; the nearest one when there is no such page."""
    fresh = freshen(staff.course, at_most=MOST_AT_A_LOOK)
    learners = asked_learners(staff, asked, fresh.items)
    page = Paginator(learners, LEARNERS_A_PAGE).get_page(asked.page)
    return Table(asked, fresh.held, fresh.items, page, fresh.left)


def asked_learners(staff: Enrolment, asked: Asked, items: Sequence[Item]) -> QuerySet[Enrolment]:
    """The learners that are asked for, in order, each with the stored grade."""
    learners = learners_seen_by(staff).select_related("user", "course_grade")
    if asked.group:
        learners = learners.filter(groups__in=groups_seen_by(staff).filter(slug=asked.group))
    return _sorted(_filtered(learners, asked), asked, items)


def in_order(learners: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """By name, each with the stored grade."""
    return learners.select_related("user", "course_grade").order_by(*SORTS["name"], "pk")


def rows_of(learners: Sequence[Enrolment], items: Sequence[Item]) -> Iterator[Row]:
    """The learners' rows, from their stored grades."""
    for learner in learners:
        # A worker may still have to compute it.
        grade = getattr(learner, "course_grade", None) or CourseGrade(enrolment=learner)
        yield Row(learner, grade, tuple(grade.cells.get(item.key, NOTHING) for item in items))


# A cell of an item that came into the course after the grade was computed.
NOTHING = StoredCell(
    points=None, of=0.0, status="pending", state="", works=0, work=None, late=False,
    overridden=False, commented=False,
)  # fmt: skip


def _text(query: Mapping[str, Any], name: str) -> str:
    return str(query.get(name, ""))[:100].replace("\0", "")


def _filtered(learners: QuerySet[Enrolment], asked: Asked) -> QuerySet[Enrolment]:
    if asked.show == "at_risk":
        learners = learners.filter(course_grade__is_at_risk=True)
    elif asked.show != "all":
        learners = learners.filter(**{f"course_grade__{asked.show}__gt": 0})
    for word in asked.search.split():
        learners = learners.filter(
            Q(user__first_name__icontains=word)
            | Q(user__last_name__icontains=word)
            | Q(user__username__icontains=word)
            | Q(user__email__icontains=word)
        )
    return learners


def _sorted(
    learners: QuerySet[Enrolment], asked: Asked, items: Sequence[Item]
) -> QuerySet[Enrolment]:
    """Learners without a figure stand last, whichever way it is sorted; the name decides ties."""
    by_name = [*SORTS["name"], "pk"]
    if asked.sort in SORTS:
        fields = [F(field) for field in SORTS[asked.sort]]
    elif any(item.key == asked.sort for item in items):
        cell = KeyTransform(asked.sort, "course_grade__cells")
        # SQLite calls JSON's null a text, PostgreSQL no value.
        points = NullIf(KeyTextTransform("points", cell), Value("null"))
        learners = learners.annotate(sorted_by=Cast(points, FloatField()))
        fields = [F("sorted_by")]
    else:
        return learners.order_by(*by_name)
    order = [
        field.desc(nulls_last=True) if asked.descending else field.asc(nulls_last=True)
        for field in fields
    ]
    return learners.order_by(*order, *by_name)
