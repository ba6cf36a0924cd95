"""Where in a course something is taught: addresses of lessons, as others name them, found or left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .models import Course, Lesson


@dataclass(frozen=True, slots=True)
class Place:
    """A lesson of a course, and the heading in it where the reading begins (maybe none)."""

    module: str
    lesson: str
    title: str
    heading: str


def places(course: Course, addresses: Iterable[str]) -> dict[str, Place]:
    """The places that the course has of some addresses `module/lesson#heading`. One query.

    A course need not hold every lesson that is spoken of; a heading that is gone leaves its lesson.
    """
    wanted = {address: _parts(address) for address in addresses if address}
    if not wanted:
        return {}
    lessons = {
        (lesson.module.slug, lesson.slug): lesson
        for lesson in Lesson.objects.filter(
            module__courses=course,
            module__is_current=True,
            module__slug__in={module for module, _, _ in wanted.values()},
            slug__in={lesson for _, lesson, _ in wanted.values()},
            is_current=True,
        )
        .select_related("module")
        .only("slug", "title", "headings", "module__slug")
    }
    found = {}
    for address, (module, slug, heading) in wanted.items():
        lesson = lessons.get((module, slug))
        if lesson is not None:
            known = heading in {entry["id"] for entry in lesson.headings}
            found[address] = Place(module, slug, lesson.title, heading if known else "")
    return found


def _parts(address: str) -> tuple[str, str, str]:
    path, _, heading = address.partition("#")
    module, _, lesson = path.partition("/")
    return module, lesson, heading
