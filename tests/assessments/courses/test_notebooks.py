"""A lesson's code as cells, and the lesson as a notebook to download."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.test import Client

from assessments.accounts.models import User
from assessments.courses.models import Course
from assessments.courses.notebooks import cells_of, notebook_of
from assessments.courses.rendering import MarkdownError

ClientOf = Callable[[User | None], Client]
NOTEBOOK = "/courses/deep-learning/warm-up/lessons/weight-decay/notebook/"


def test_python_runs_and_the_text_below_it_is_what_it_prints() -> None:
    cells = cells_of("Before.\n\n```python\nprint(1)\n```\n\n```text\n1\n```\n\nAfter.\n")
    assert [(cell.kind, cell.text, cell.output) for cell in cells] == [
        ("markdown", "Before.", None),
        ("code", "print(1)\n", "1\n"),
        ("markdown", "After.", None),
    ]
    assert cells[1].line == 4


def test_a_fragment_is_shown_and_not_run() -> None:
    (cell,) = cells_of("```python fragment\nloss.backward()\n```\n")
    assert cell.kind == "markdown"


def test_text_after_words_is_no_output() -> None:
    cells = cells_of("```python\nx = 1\n```\nThen:\n\n```text\n1\n```\n")
    assert cells[0].output is None


@pytest.mark.parametrize(
    "source", ["- item\n\n  ```python\n  x = 1\n  ```\n", "::: tip\n```python\nx = 1\n```\n:::\n"]
)
def test_code_that_runs_stands_at_the_top_level(source: str) -> None:
    with pytest.raises(MarkdownError, match="outside lists and call-outs"):
        cells_of(source)


def test_directives_become_quotations_in_a_notebook() -> None:
    text = notebook_of("T", [], "::: tip Where to put it\nAfter the activation.\n:::\n\nOn.\n")
    cells = json.loads(text)["cells"]
    assert cells[1]["source"] == "> **Where to put it**\n>\n> After the activation.\n\nOn."


def test_a_learner_downloads_the_notebook(client_of: ClientOf, learner: User) -> None:
    response = client_of(learner).get(NOTEBOOK)
    assert response["Content-Type"] == "application/x-ipynb+json"
    assert response["Content-Disposition"] == 'attachment; filename="weight-decay.ipynb"'
    assert json.loads(response.content)["cells"][0]["source"].startswith("# Weight decay")


def test_a_stranger_finds_no_notebook(client_of: ClientOf, course: Course, stranger: User) -> None:
    assert client_of(stranger).get(NOTEBOOK).status_code == 404
