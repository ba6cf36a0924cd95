"""Both flows with scripts switched off: forms and full loads are enough."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(scene: Any, open_context: Any) -> Any:
    """A page of the learner's, without scripts."""
    return open_context(scene.learner, java_script_enabled=False).new_page()


def test_a_figure_says_in_words_what_it_would_show(page: Any) -> None:
    page.goto(reverse("operating:style"))

    figure = page.locator("figure[data-figure=early-stopping]")

    expect(figure.get_by_text("goes back to the weights of the best epoch")).to_be_visible()


def test_a_quiz_keeps_its_answers_and_can_be_finished(scene: Any, page: Any) -> None:
    page.goto(reverse("quizzes:attempt", args=[scene.attempt.pk]))
    page.locator(".choice input").first.check()

    page.get_by_role("button", name="Save answers").click()

    expect(page.locator(".choice input").first).to_be_checked()
    page.get_by_role("button", name="Finish the attempt").click()
    page.wait_for_url(f"**{reverse('quizzes:review', args=[scene.attempt.pk])}")


def test_a_program_can_be_submitted_and_its_report_arrives_by_itself(scene: Any, page: Any) -> None:
    where = [scene.course.slug, scene.assignment.module.slug, scene.assignment.slug]
    page.goto(reverse("submissions:assignment", args=where))
    page.locator("textarea[name=source]").fill("import torch\n")

    page.get_by_role("button", name="Submit").click()

    page.wait_for_url(re.compile(r"/submissions/[^/]+/(#.*)?$"))
    expect(page.get_by_text("in the queue").first).to_be_visible()
    graded = scene.submissions["graded"]
    graded.__class__.objects.exclude(pk=graded.pk).filter(state="queued").update(
        state="graded", report=graded.report, points=graded.points
    )
    expect(page.get_by_role("heading", name="Points")).to_be_visible(timeout=8_000)
