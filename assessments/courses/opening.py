"""Opens a course on some modules."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from .models import Course, Module


@transaction.atomic
def open_course(*, slug: str, title: str, modules: Iterable[Module]) -> Course:
    """The course of that slug, made or brought to this title and these modules."""
    course, made = Course.objects.get_or_create(slug=slug, defaults={"title": title})
    if not made and course.title != title:
        course.title = title
        course.save(update_fields=["title"])
    course.modules.set(modules)
    return course
