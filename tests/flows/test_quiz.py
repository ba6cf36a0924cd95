"""A quiz, from its lesson to the gradebook."""

from __future__ import annotations

import pytest

from tests.servers import Service
from tests.visitor import Visitor, text_of

MODULE = "courses/demo/warm-up"
QUIZ = f"{MODULE}/quizzes/regularization/"


def tell_the_story(service: Service) -> None:
    learner, instructor = Visitor(service.url), Visitor(service.url)
    learner.sign_in("learner", service.passwords["learner"])
    instructor.sign_in("instructor", service.passwords["instructor"])

    lesson = learner.get(f"/{MODULE}/lessons/weight-decay/")
    assert lesson.status == 200
    assert "<math" in lesson.text

    assert learner.get(f"/{QUIZ}").status == 200
    attempt = learner.post(f"/{QUIZ}start/", {})
    path = attempt.url.removeprefix(learner.url)
    given: dict[str, str | list[str]] = {
        "shown": ["what-it-pulls", "which-regularize", "active-in-evaluation", "shrink-factor"],
        "sequence": "1",
        "answer-what-it-pulls": "a",
        "answer-which-regularize": ["a", "b"],
    }
    assert learner.post(f"{path}responses/", given | {"deed": "save"}).status == 200
    # The page may be lost now: what was saved is there again.
    again = learner.get(path).text
    assert 'value="a" checked' in again

    saved = learner.call(
        "PUT", f"/api/v1{path}responses/shrink-factor/", {"answer": "0.9", "sequence": 2}
    )
    assert saved.status == 200, saved.text
    assert learner.call("POST", f"/api/v1{path}finish/").status == 200
    # Everything right but the true-or-false question, which was left out.
    assert learner.get(f"/api/v1{path}review/").json["points"] == 5
    assert learner.get(f"{path}review/").status == 200

    grades = instructor.get("/courses/demo/gradebook/")
    assert grades.status == 200
    assert "5" in text_of(grades.text)


def test_on_one_machine(on_one_machine: Service) -> None:
    tell_the_story(on_one_machine)


@pytest.mark.servers
def test_on_many_machines(on_many_machines: Service) -> None:
    tell_the_story(on_many_machines)
