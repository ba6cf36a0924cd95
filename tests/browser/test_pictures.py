"""Pictures of a report: drawn by scripts above the tables that say the same without them."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DRAWN = ("shrinkage", "gradients", "answers")


def address(scene: Any) -> str:
    return reverse("submissions:submission", args=[scene.submissions["graded"].pk])


def test_each_picture_is_drawn_above_its_table(scene: Any, open_context: Any) -> None:
    page = open_context(scene.learner).new_page()
    page.goto(address(scene))

    for name in DRAWN:
        figure = page.locator(f"figure[data-picture={name}]")
        expect(figure.locator("svg[role=img]")).to_be_visible()
        assert figure.locator("svg").get_attribute("aria-label")


def test_without_scripts_the_tables_say_the_same(scene: Any, open_context: Any) -> None:
    page = open_context(scene.learner, java_script_enabled=False).new_page()
    page.goto(address(scene))

    assert page.locator("figure[data-picture] svg").count() == 0
    expect(page.get_by_role("row", name="Training 31")).to_be_visible()
    expect(page.get_by_role("row", name="4.weight 0.87")).to_be_visible()
    expect(page.get_by_role("row", name="The reference without regularization")).to_be_visible()
    page.get_by_text("Their sizes as a table").click()
    expect(page.get_by_role("cell", name="0.0016", exact=True)).to_be_visible()
