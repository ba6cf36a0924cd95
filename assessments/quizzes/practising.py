"""Questions between the paragraphs of a lesson: answered, marked and forgotten; nothing is stored."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import QueryDict
from pydantic import JsonValue

from assessments.courses.models import Lesson
from assessments.courses.questions import (
    Arrangement,
    Choosing,
    Concrete,
    Mark,
    QuizFile,
    Verdict,
    WrongShape,
)
from assessments.courses.rendering import render_inline, render_markdown

from .marking import mark
from .paper import ShownQuestion, shown_question
from .sheet import answer_on_form

# Where a question belongs in the HTML of a lesson; see `courses.rendering.Rendered`.
PLACE = re.compile(r'<div data-question="(\d+)"></div>\n?')
# Everybody sees the choices in the same order, and not in the author's.
SEED = 0


@dataclass(frozen=True)
class Practice:
    """A question of a lesson, what its reader answered, and what there is to say about it.

    `verdict` is None until something was answered; `notes` are safe HTML.
    """

    question: ShownQuestion
    verdict: Verdict | None
    notes: tuple[str, ...]
    problem: str
    explanation_html: str


@dataclass(frozen=True)
class Piece:
    """A stretch of the lesson's HTML, and the question that follows it, if one does."""

    html: str
    practice: Practice | None


def pieces_of(lesson: Lesson, form: QueryDict) -> list[Piece]:
    """The lesson in order, with the answer that the form holds to one of its questions."""
    texts = PLACE.split(lesson.html)
    questions = questions_of(lesson)
    practices = [_practice(questions[int(number)], int(number), form) for number in texts[1::2]]
    return [
        Piece(text, practice) for text, practice in zip(texts[::2], [*practices, None], strict=True)
    ]


def questions_of(lesson: Lesson) -> list[Concrete]:
    """The questions of a lesson, each with its first numbers."""
    if not lesson.questions:
        return []
    file = QuizFile.model_validate(
        {"title": lesson.title, "minutes": 1, "questions": lesson.questions}
    )
    return [question.variant(0) for question in file.questions]


def marked(question: Concrete, sent: JsonValue) -> Mark:
    """The mark of what was sent for the question. Raises WrongShape."""
    return mark(question, question.read(sent, _order(question)))


def notes_on(question: Concrete, given: Mark) -> tuple[str, ...]:
    """What to say about an answer as safe HTML: on the choices taken, the parts, and the whole."""
    notes = []
    if isinstance(question, Choosing):
        taken = [question.choices[place] for place in sorted(given.chosen)]
        notes += [
            f"{choice.text.strip().rstrip('.')}: {choice.feedback}"
            for choice in taken
            if choice.feedback
        ]
    notes += [f"{part.label}: {part.feedback}" for part in given.parts if part.feedback]
    return tuple(
        [render_inline(note) for note in notes]
        + ([render_inline(given.feedback)] if given.feedback else [])
    )


def _practice(question: Concrete, number: int, form: QueryDict) -> Practice:
    order = _order(question)
    stored: JsonValue = None
    verdict: Verdict | None = None
    notes: tuple[str, ...] = ()
    problem = ""
    if form.get("shown") == question.id:
        sent = answer_on_form(question, form)
        try:
            stored = None if sent is None else question.read(sent, order)
        except WrongShape as error:
            problem = str(error)
        else:
            given = mark(question, stored)
            verdict, notes = given.verdict, notes_on(question, given)
    shown = shown_question(question, number + 1, order, stored)
    return Practice(
        question=shown,
        verdict=verdict,
        notes=notes,
        problem=problem or shown.reading.problem,
        explanation_html=render_markdown(question.explanation),
    )


def _order(question: Concrete) -> Arrangement:
    return Arrangement(SEED, question.id)
