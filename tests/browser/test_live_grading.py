"""A submission's page while the program waits and is graded."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(scene: Any, open_context: Any) -> Any:
    """The learner's page of the submission that waits in the queue."""
    page = open_context(scene.learner).new_page()
    page.goto(reverse("submissions:submission", args=[scene.submissions["queued"].pk]))
    return page


def _change(scene: Any, **values: Any) -> None:
    queued = scene.submissions["queued"]
    queued.__class__.objects.filter(pk=queued.pk).update(**values)


def test_epochs_arrive_one_by_one_and_then_the_report(scene: Any, page: Any) -> None:
    epochs = scene.submissions["grading"].progress["epochs"]
    expect(page.get_by_text("Next in the queue.")).to_be_visible()

    _change(
        scene,
        state="grading",
        progress={"stage": "training", "max_epochs": 40, "epochs": epochs[:2]},
    )
    expect(page.get_by_text("Epoch 2 of at most 40")).to_be_visible()
    expect(page.locator("[data-live-curve] polyline.validation")).to_be_visible()

    _change(scene, progress={"stage": "probing", "max_epochs": 40, "epochs": epochs})
    expect(page.get_by_text("Examining what your training does.")).to_be_visible()
    expect(page.get_by_text("Epoch 5 of at most 40")).to_be_visible()

    graded = scene.submissions["graded"]
    _change(scene, state="graded", report=graded.report, points=graded.points)
    expect(page.get_by_role("heading", name="Points")).to_be_visible()


def test_a_server_that_is_away_is_waited_for(scene: Any, page: Any) -> None:
    page.context.set_offline(True)
    expect(page.get_by_text("The server does not answer")).to_be_visible()

    page.context.set_offline(False)

    expect(page.get_by_text("Next in the queue.")).to_be_visible(timeout=20_000)
