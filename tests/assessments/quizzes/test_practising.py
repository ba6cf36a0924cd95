"""Questions between the paragraphs of a lesson: marked at once, whoever asks, and never stored."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments.accounts.models import User
from assessments.courses.bench import CellBench
from assessments.courses.errors import ContentError
from assessments.courses.lesson_files import LessonContent, read_lesson
from assessments.courses.models import Course, Lesson
from assessments.quizzes.models import Attempt, Response

ClientOf = Callable[[User | None], Client]
LESSON = "/courses/deep-learning/warm-up/lessons/weight-decay/"
HEAD = "---\ntitle: T\nminutes: 1\n---\n"
CHOICE = """\
id: which-way
kind: single_choice
prompt: Which way does a step of descent go?
choices:
  - text: Down
    correct: true
    feedback: Against the gradient.
  - text: Up
    feedback: The gradient points up; the step is *subtracted*.
explanation: It is called descent.
"""
NUMBER = """\
id: half
kind: numeric
prompt: What is $1/2$?
answer: 0.5
tolerance: {absolute: 0.001}
mistakes:
  - value: 2
    feedback: That is $2/1$.
explanation: One divided by two.
"""


class NoBench(CellBench):
    """None of these questions needs a cell."""

    def __init__(self) -> None:
        pass


def read(path: Path, body: str) -> LessonContent:
    path.write_text(HEAD + body)
    return read_lesson(path, NoBench())


@pytest.fixture
def with_questions(lesson: Lesson, tmp_path: Path) -> Lesson:
    """The small course's lesson, with a choice and a number in it."""
    body = (
        f"Before.\n\n::: question\n{CHOICE}:::\n\nBetween.\n\n::: question\n{NUMBER}:::\n\nAfter.\n"
    )
    content = read(tmp_path / "weight-decay.md", body)
    lesson.html = content.rendered.html
    lesson.questions = [question.model_dump(mode="json") for question in content.questions]
    lesson.save()
    return lesson


def ask(client: Client, **answer: str) -> str:
    return client.get(LESSON, answer).content.decode()


def letter_of(page: str, text: str) -> str:
    found = re.search(rf'value="([a-z])"[^>]*><span>{text}</span>', page)
    assert found is not None
    return found[1]


def test_the_questions_stand_in_their_places(
    client_of: ClientOf, learner: User, with_questions: Lesson
) -> None:
    page = ask(client_of(learner))
    places = [
        page.index(words) for words in ("Before.", "Which way", "Between.", "<mn>1</mn>", "After.")
    ]
    assert places == sorted(places)
    assert 'data-question="0"' not in page


def test_nothing_is_told_before_an_answer(
    client_of: ClientOf, learner: User, with_questions: Lesson
) -> None:
    page = ask(client_of(learner))
    assert "Against the gradient" not in page
    assert "It is called descent" not in page


def test_a_wrong_choice_is_told_why(
    client_of: ClientOf, learner: User, with_questions: Lesson
) -> None:
    client = client_of(learner)
    letter = letter_of(ask(client), "Up")
    page = ask(client, shown="which-way", **{"answer-which-way": letter})
    assert "the step is <em>subtracted</em>" in page
    assert "Against the gradient" not in page


def test_a_right_choice_is_told_so(
    client_of: ClientOf, learner: User, with_questions: Lesson
) -> None:
    client = client_of(learner)
    letter = letter_of(ask(client), "Down")
    page = ask(client, shown="which-way", **{"answer-which-way": letter})
    assert "Against the gradient" in page
    assert "<details open>" in page


def test_a_number_with_an_expected_mistake_is_told_which(
    client_of: ClientOf, learner: User, with_questions: Lesson
) -> None:
    page = ask(client_of(learner), shown="half", **{"answer-half": "2"})
    assert "That is" in page
    assert 'value="2"' in page


@pytest.mark.parametrize(
    "answer",
    [
        {"shown": "half", "answer-half": "<script>alert(1)</script>"},
        {"shown": "half"},
        {"shown": "nothing", "answer-nothing": "1"},
        {"shown": "which-way", "answer-which-way": "zz"},
        {"shown": "which-way", "answer-which-way.x": "1"},
        {"shown": "half", "answer-half": "9" * 10_000},
    ],
)
def test_nonsense_is_no_error_and_is_escaped(
    client_of: ClientOf, learner: User, with_questions: Lesson, answer: dict[str, str]
) -> None:
    response = client_of(learner).get(LESSON, answer)
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


def test_nothing_is_stored(client_of: ClientOf, learner: User, with_questions: Lesson) -> None:
    client = client_of(learner)
    ask(client)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        ask(client, shown="half", **{"answer-half": "0.5"})
    written = [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written == []
    assert not Attempt.objects.exists()
    assert not Response.objects.exists()


def test_a_stranger_cannot_try_answers(
    client_of: ClientOf, course: Course, stranger: User, with_questions: Lesson
) -> None:
    answer = {"shown": "half", "answer-half": "0.5"}
    assert client_of(stranger).get(LESSON, answer).status_code == 404


def test_a_fault_in_a_question_is_told_with_its_line(tmp_path: Path) -> None:
    body = "Text.\n\n::: question\n" + CHOICE.replace("correct: true", "correct: maybe") + ":::\n"
    with pytest.raises(ContentError) as caught:
        read(tmp_path / "a.md", body)
    assert caught.value.line == len(HEAD.splitlines()) + 9
    assert caught.value.key == "choices.0.correct"


def test_two_questions_of_one_id_are_refused(tmp_path: Path) -> None:
    body = f"::: question\n{CHOICE}:::\n\n::: question\n{CHOICE}:::\n"
    with pytest.raises(ContentError, match="two questions have the id 'which-way'"):
        read(tmp_path / "a.md", body)


def test_a_question_that_a_person_marks_is_refused(tmp_path: Path) -> None:
    essay = (
        "id: why\nkind: essay\nprompt: Why?\nexplanation: Because.\n"
        "rubric:\n  - {id: reason, text: Names a reason, points: 1}\n"
    )
    with pytest.raises(ContentError):
        read(tmp_path / "a.md", f"::: question\n{essay}:::\n")


@pytest.mark.parametrize("opening", ["::: tip\n", "- item\n\n  "])
def test_a_question_stands_at_the_top_level(tmp_path: Path, opening: str) -> None:
    inner = CHOICE.replace("\n", "\n  ") if opening.startswith("-") else CHOICE
    body = f"{opening}::: question\n{'  ' if opening.startswith('-') else ''}{inner}:::\n"
    with pytest.raises(ContentError):
        read(tmp_path / "a.md", body + (":::\n" if opening.startswith(":") else ""))
