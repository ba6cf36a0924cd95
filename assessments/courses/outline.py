"""What a course holds, in the order in which it is met."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from django.urls import reverse

from .models import Assignment, Course, Lesson, Module, Quiz

Kind: TypeAlias = Literal["lesson", "quiz", "assignment"]
PAGES: dict[Kind, str] = {
    "lesson": "courses:lesson",
    "quiz": "quizzes:quiz",
    "assignment": "submissions:assignment",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One lesson, quiz or assignment; `max_points` is None for a lesson."""

    kind: Kind
    id: int
    slug: str
    title: str
    minutes: int
    max_points: float | None
    url: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One module and its entries."""

    slug: str
    title: str
    summary: str
    entries: tuple[Entry, ...]


def outline(course: Course, *, graded_only: bool = False) -> tuple[Chapter, ...]:
    """The course's current modules and items, or those that give points.

    Four queries, whatever their number; three without lessons.
    """
    modules = list(course.modules.filter(is_current=True))
    entries = {
        (entry_module, entry.kind, entry.slug): entry
        for entry_module, entry in _entries(course, modules, graded_only)
    }
    return tuple(
        Chapter(
            module.slug,
            module.title,
            module.summary,
            tuple(
                entries[module.pk, item["kind"], item["slug"]]
                for item in module.items
                if (module.pk, item["kind"], item["slug"]) in entries
            ),
        )
        for module in modules
    )


def entries_of(chapters: Sequence[Chapter]) -> list[Entry]:
    """All entries of all chapters, in order."""
    return [entry for chapter in chapters for entry in chapter.entries]


def neighbours(chapters: Sequence[Chapter], url: str) -> tuple[Entry | None, Entry | None]:
    """The entries before and after the one at this address."""
    entries = entries_of(chapters)
    place = next((i for i, entry in enumerate(entries) if entry.url == url), None)
    if place is None:
        return None, None
    before = entries[place - 1] if place > 0 else None
    after = entries[place + 1] if place + 1 < len(entries) else None
    return before, after


def _entries(
    course: Course, modules: Sequence[Module], graded_only: bool
) -> Iterator[tuple[int, Entry]]:
    slugs = {module.pk: module.slug for module in modules}
    if not graded_only:
        lessons = Lesson.objects.filter(module__in=slugs, is_current=True)
        for lesson in lessons.only("module_id", "slug", "title", "minutes"):
            yield lesson.module_id, _entry("lesson", lesson, None, course, slugs)
    quizzes = Quiz.objects.filter(module__in=slugs, is_current=True, current__isnull=False)
    for quiz in quizzes.select_related("current").defer("current__document"):
        if quiz.current is not None:
            yield quiz.module_id, _entry("quiz", quiz, quiz.current.max_points, course, slugs)
    assignments = Assignment.objects.filter(
        module__in=slugs, is_current=True, current__isnull=False
    )
    for assignment in assignments.select_related("current").defer(
        "current__document", "current__statement_html"
    ):
        if assignment.current is not None:
            points = assignment.current.max_points
            yield assignment.module_id, _entry("assignment", assignment, points, course, slugs)


def _entry(
    kind: Kind,
    item: Lesson | Quiz | Assignment,
    max_points: float | None,
    course: Course,
    slugs: dict[int, str],
) -> Entry:
    return Entry(
        kind=kind,
        id=item.pk,
        slug=item.slug,
        title=item.title,
        minutes=item.minutes,
        max_points=max_points,
        url=reverse(PAGES[kind], args=[course.slug, slugs[item.module_id], item.slug]),
    )
