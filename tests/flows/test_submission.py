"""A program, from the editor to the gradebook."""

from __future__ import annotations

import pytest

from tests.servers import CONTENT, Service, wait_until
from tests.visitor import Visitor, text_of

ASSIGNMENT = "courses/demo/warm-up/assignments/tiny-mlp/"
RIGHT = (CONTENT / "warm-up/assignments/tiny-mlp/reference.py").read_text()
BROKEN = "import torch\n\ndef build_model(a, b):\n    return 1 / 0\n\ndef train(): pass\n"


def send_in(visitor: Visitor, source: str) -> str:
    """The path of the submission's page."""
    assert visitor.get(f"/{ASSIGNMENT}").status == 200
    answer = visitor.post(f"/{ASSIGNMENT}submit/", {"source": source})
    assert answer.status == 200, answer.text
    return answer.url.removeprefix(visitor.url)


def settled(visitor: Visitor, path: str) -> bool:
    return visitor.get(f"/api/v1{path}").json["state"] in {"graded", "failed"}


def tell_the_story(service: Service) -> None:
    learner, instructor = Visitor(service.url), Visitor(service.url)
    learner.sign_in("learner", service.passwords["learner"])
    instructor.sign_in("instructor", service.passwords["instructor"])

    pages = [send_in(learner, source) for source in (RIGHT, BROKEN, RIGHT)]
    waiting = [learner.get(f"/api/v1{page}").json for page in pages]
    assert any(one["place_in_queue"] for one in waiting), waiting
    for page in pages:
        wait_until(lambda page=page: settled(learner, page), what=f"{page} is graded; {service}")

    right, broken, again = (learner.get(f"/api/v1{page}").json for page in pages)
    assert [one["state"] for one in (right, broken, again)] == ["graded"] * 3
    assert right["points"] == right["max_points"] == 10
    assert right["report"] == again["report"]
    assert right["report"]["curves"]["train"]
    assert broken["points"] == 0
    assert broken["report"]["failure"]["line"] == 4

    shown = text_of(learner.get(pages[0]).text)
    assert "Accuracy on hidden data" in shown
    assert "Dropout acts" in shown
    assert "Line 4" in text_of(learner.get(pages[1]).text)

    gradebook = instructor.get("/courses/demo/gradebook/")
    assert gradebook.status == 200
    assert "10" in text_of(gradebook.text)
    assert instructor.get(pages[0]).status == 200
    assert learner.get("/courses/demo/gradebook/").status == 403


@pytest.mark.sandbox
def test_on_one_machine(on_one_machine: Service) -> None:
    tell_the_story(on_one_machine)


@pytest.mark.sandbox
@pytest.mark.servers
def test_on_many_machines(on_many_machines: Service) -> None:
    tell_the_story(on_many_machines)
