"""The items of a course that give points, with what its policy says of each."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404

from assessments.courses.models import Course
from assessments.courses.outline import Chapter, Entry, outline
from assessments.courses.policies import Policy

from .cells import Item


def items_of(course: Course, policy: Policy) -> tuple[Item, ...]:
    """In the order in which they are met. Three queries."""
    return items_in(outline(course, graded_only=True), policy)


def items_in(chapters: Sequence[Chapter], policy: Policy) -> tuple[Item, ...]:
    """The items of an outline that give points."""
    return tuple(
        Item(
            key=key_of(entry),
            name=(name := f"{entry.kind}:{chapter.slug}/{entry.slug}"),
            title=entry.title,
            url=entry.url,
            max_points=entry.max_points,
            category=policy.category_of(name),
            rule=policy.rule_of(name),
        )
        for chapter in chapters
        for entry in chapter.entries
        if entry.max_points is not None
    )


def key_of(entry: Entry) -> str:
    """The item's name in tables, addresses and the log."""
    return f"{entry.kind}-{entry.id}"


def item_named(items: tuple[Item, ...], key: str) -> Item:
    """The item with that key. Raises Http404."""
    found = next((item for item in items if item.key == key), None)
    if found is None:
        raise Http404("The course has no such item.")
    return found
