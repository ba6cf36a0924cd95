"""Every kind of question in a real browser: with mouse and keyboard, on a narrow page, without scripts."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from assessments.courses.models import Enrolment, Module, Quiz
from assessments.quizzes.models import Attempt
from assessments.quizzes.starting import start_attempt

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NARROW = 360
MENDED = "def mean(values):\n    return sum(values) / len(values)\n"
TYPED = {
    "number": "1/2 + 1/4",
    "duration": "25 ms",
    "derivative": "s(1-s)",
    "word": "dead unit",
    "shape": "N, 3, H/2, W/2",
    "count": "10*5 + 5",
}
READINGS = {
    "number": "Read as 1/2 + 1/4 = 0.75.",
    "duration": "Read as 0.025 s.",
    "derivative": "Read as s*(1 - s).",
    "shape": "Read as (N, 3, H/2, W/2), 4 dimensions.",
    "count": "Read as 10*5 + 5 = 55.",
    "bug": "Read as Python that defines mean.",
}


@pytest.fixture
def every_kind(scene: Any) -> Attempt:
    """The learner's attempt at one of each."""
    module = Module.objects.get(slug="every-kind")
    scene.course.modules.add(module)
    quiz = Quiz.objects.select_related("current").get(module=module)
    enrolment = Enrolment.objects.get(course=scene.course, user=scene.learner)
    attempt, _ = start_attempt(enrolment=enrolment, quiz=quiz)
    return attempt


def question(page: Page, name: str) -> Locator:
    """The question of that id."""
    return page.locator(f"#question-{name}")


def answer_everything(page: Page) -> None:
    """Something in every field, by what a form has of itself."""
    question(page, "single").locator(".choice input").first.check()
    question(page, "several").locator(".choice input").first.check()
    question(page, "statement").locator(".choice input").last.check()
    for name, text in TYPED.items():
        question(page, name).locator("input[type=text]").fill(text)
    for name in ("pairs", "order"):
        for place, field in enumerate(question(page, name).locator("select").all(), start=1):
            field.select_option(index=place)
    question(page, "blanks").locator("input[type=text]").first.fill("0.8")
    question(page, "blanks").locator("select").select_option(index=1)
    question(page, "prints").locator("textarea").fill("(3,) 15")
    question(page, "bug").locator("textarea").fill(MENDED)
    question(page, "point").locator("input[type=text]").first.fill("4")
    question(page, "point").locator("input[type=text]").last.fill("0.5")
    question(page, "curve").locator(".choice input").last.check()
    question(page, "essay").locator("textarea").fill("What I choose by it is fitted to it.")
    for line in question(page, "list").locator("fieldset").all():
        line.locator(".choice input").first.check()


def stored(attempt: Attempt) -> set[str]:
    """The questions with an answer in the database."""
    return set(attempt.responses.exclude(answer=None).values_list("question", flat=True))


def everything(attempt: Attempt) -> set[str]:
    """All questions."""
    return {each.id for each in attempt.questions}


def test_every_kind_is_saved_as_it_is_given_and_told_how_it_was_read(
    scene: Any, open_context: Any, watch: Any, every_kind: Attempt
) -> None:
    page = open_context(scene.learner).new_page()
    watch.follow(page)
    page.goto(reverse("quizzes:attempt", args=[every_kind.pk]))
    answer_everything(page)
    expect(page.locator("[data-save-status]")).to_contain_text("Saved at", timeout=30_000)
    for name, text in READINGS.items():
        expect(question(page, name).locator("[data-reading]")).to_have_text(text)
    assert stored(every_kind) == everything(every_kind)
    page.reload()
    expect(page.get_by_text("Every question has an answer.")).to_be_visible()
    expect(question(page, "bug").locator("textarea")).to_have_value(MENDED.rstrip())


def test_every_kind_can_be_answered_without_scripts(
    scene: Any, open_context: Any, every_kind: Attempt
) -> None:
    page = open_context(scene.learner, java_script_enabled=False).new_page()
    page.goto(reverse("quizzes:attempt", args=[every_kind.pk]))
    answer_everything(page)
    page.get_by_role("button", name="Save answers").click()
    for name, text in READINGS.items():
        expect(question(page, name).locator("[data-reading]")).to_have_text(text)
    assert stored(every_kind) == everything(every_kind)


def test_a_point_is_put_by_click_and_moved_by_arrow_keys(
    scene: Any, open_context: Any, every_kind: Attempt
) -> None:
    page = open_context(scene.learner).new_page()
    page.goto(reverse("quizzes:attempt", args=[every_kind.pk]))
    figure = question(page, "point").locator("svg")
    box = figure.bounding_box()
    figure.click(position={"x": box["width"] / 2, "y": box["height"] / 2})
    fields = question(page, "point").locator("input[type=text]")
    before = float(fields.first.input_value())
    assert 4 < before < 6
    figure.focus()
    page.keyboard.press("ArrowRight")
    assert float(fields.first.input_value()) == pytest.approx(before + 0.2)
    page.keyboard.press("Shift+ArrowUp")
    expect(question(page, "point").locator("[data-reading]")).to_contain_text("Read as the point")
    question(page, "curve").locator("g[data-curve=b] path").dispatch_event("click")
    expect(question(page, "curve").locator("input[value=b]")).to_be_checked()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_kind_is_wider_than_a_narrow_page_or_shuts_anybody_out(
    scene: Any, open_context: Any, watch: Any, every_kind: Attempt, scheme: str
) -> None:
    page = open_context(scene.learner, color_scheme=scheme).new_page()
    watch.follow(page)
    page.set_viewport_size({"width": NARROW, "height": 740})
    page.goto(reverse("quizzes:attempt", args=[every_kind.pk]))
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
