"""The content itself, as learners meet it: every lesson, statement and quiz, and its figures alive."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from assessments.courses.catalog import read_content
from assessments.courses.loading import store_content
from assessments.courses.models import Assignment, Enrolment, Lesson, Module, Quiz
from assessments.quizzes.starting import start_attempt

from .looking import FEWER_LOOKS, faults_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CURRENT = {"is_current": True, "module__is_current": True}


def lessons(scene: Any) -> Iterator[str]:
    for lesson in Lesson.objects.filter(**CURRENT).select_related("module"):
        yield reverse("courses:lesson", args=[scene.course.slug, lesson.module.slug, lesson.slug])


def assignments(scene: Any) -> Iterator[str]:
    for item in Assignment.objects.filter(**CURRENT).select_related("module"):
        yield reverse(
            "submissions:assignment", args=[scene.course.slug, item.module.slug, item.slug]
        )


def quizzes(scene: Any) -> Iterator[str]:
    enrolment = Enrolment.objects.get(course=scene.course, user=scene.learner)
    for quiz in Quiz.objects.filter(**CURRENT):
        attempt, _ = start_attempt(enrolment=enrolment, quiz=quiz)
        yield reverse("quizzes:attempt", args=[attempt.pk])


@pytest.mark.timeout(900)
@pytest.mark.parametrize("paths", [lessons, assignments, quizzes], ids=lambda paths: paths.__name__)
def test_the_content_itself_can_be_read_by_everybody(
    scene: Any, open_context: Any, watch: Any, settings: Any, paths: Any
) -> None:
    """Axe finds nothing, no figure stays as text, no page is wider than its window."""
    store_content(read_content(settings.CONTENT))
    scene.course.modules.set(Module.objects.filter(is_current=True))
    page = open_context(scene.learner).new_page()
    watch.follow(page)
    faults = []
    axe = Axe()
    for path in paths(scene):
        page.goto(path)
        faults += [f"{path}: {fault}" for fault in faults_of(page, axe, FEWER_LOOKS)]
        figures = page.locator("figure[data-figure]:not([data-alive])")
        if figures.count():
            faults.append(f"{path}: {figures.count()} figures stay as text")

    assert not faults, "\n".join(faults)
