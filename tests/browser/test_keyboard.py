"""A quiz with nothing but a keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FOCUSED = """() => {
  const at = document.activeElement;
  const style = getComputedStyle(at);
  return {
    kind: at.type ?? at.localName,
    value: at.value ?? "",
    question: at.closest("[data-question]")?.id ?? "",
    hasRing: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
  };
}"""


def _answer_what_is_focused(page: Page, focused: Any, answered: set[str]) -> None:
    if focused["question"] in answered:
        return
    if focused["kind"] in {"radio", "checkbox"}:
        page.keyboard.press("Space")
    elif focused["kind"] == "text":
        page.keyboard.type("0.5")
    else:
        return
    answered.add(focused["question"])


def test_a_quiz_is_answered_and_finished_by_keyboard_alone(
    scene: Any, open_context: Any, watch: Any
) -> None:
    page = open_context(scene.learner).new_page()
    watch.follow(page)
    page.goto(reverse("quizzes:attempt", args=[scene.attempt.pk]))
    questions = page.locator("[data-question]").count()
    answered: set[str] = set()

    for _ in range(20 * questions):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert focused["hasRing"], f"no focus ring on {focused}"
        _answer_what_is_focused(page, focused, answered)
        if focused["value"] == "finish":
            page.keyboard.press("Enter")
            break

    page.wait_for_url(f"**{reverse('quizzes:review', args=[scene.attempt.pk])}")
    assert len(answered) == questions
    assert scene.attempt.responses.exclude(answer=None).count() == questions


def test_the_first_tab_leads_past_the_header(scene: Any, open_context: Any) -> None:
    page = open_context(scene.learner).new_page()
    page.goto(reverse("courses:home"))

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")
