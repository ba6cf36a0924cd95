"""What moves: figures of a lesson, curves of a report, the colours."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_more_patience_by_arrow_keys_stops_the_figure_later(
    open_context: Any, live_server: Any, watch: Any
) -> None:
    page = open_context().new_page()
    watch.follow(page)
    page.goto(reverse("operating:style"))
    figure = page.locator("[data-figure=early-stopping]")
    patience = figure.get_by_role("slider", name="Patience")
    says = figure.get_by_role("status")
    expect(says).to_contain_text("stops after epoch 23")

    patience.press("ArrowRight")

    expect(says).to_contain_text("stops after epoch 24")
    expect(figure.get_by_role("img")).to_be_visible()


def test_a_report_shows_its_curves_with_best_and_stop_epoch(
    scene: Any, open_context: Any, watch: Any
) -> None:
    page = open_context(scene.learner).new_page()
    watch.follow(page)
    page.goto(reverse("submissions:submission", args=[scene.submissions["graded"].pk]))

    curve = page.locator("[data-curve]")

    expect(curve.locator("svg polyline.validation")).to_have_count(1)
    expect(curve.get_by_text("best: epoch 14")).to_be_visible()
    expect(curve.get_by_text("stopped: epoch 18")).to_be_visible()


def test_the_chosen_colours_are_remembered_before_the_first_paint(
    open_context: Any, live_server: Any
) -> None:
    context = open_context(color_scheme="light")
    page = context.new_page()
    page.goto(reverse("operating:style"))
    page.get_by_role("button", name="Dark theme").click()

    page.reload(wait_until="commit")
    page.wait_for_function("document.body !== null")

    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
