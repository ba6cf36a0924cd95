"""An attempt's questions as its learner sees them: in order, lettered, and never what is right."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from django.utils.html import strip_tags
from pydantic import JsonValue

from assessments.courses.questions import Arrangement, Blank, Question, Reading, Shape
from assessments.courses.questions.cloze import PLACE
from assessments.courses.rendering import render_inline, render_markdown

from .drawing import Drawn, drawn
from .models import Attempt
from .reading import arrangement, how_read


@dataclass(frozen=True)
class ShownChoice:
    """One option, under the letter this attempt gives it."""

    letter: str
    html: str
    is_chosen: bool

    @property
    def plain(self) -> str:
        """The text for a list that can show words alone; empty where it holds a formula."""
        return "" if "<math" in self.html else unescape(strip_tags(self.html))


@dataclass(frozen=True)
class ShownBlank:
    """One of several fields, by its name in the answer."""

    name: str
    label_html: str
    value: str
    unit: str
    choices: tuple[ShownChoice, ...]


@dataclass(frozen=True)
class Piece:
    """A piece of a prompt, which need not be whole elements, and the blank behind it."""

    html: str
    blank: ShownBlank | None


@dataclass(frozen=True)
class ShownQuestion:
    """One question with the learner's newest answer to it."""

    id: str
    number: int
    kind: str
    # What an answer looks like: see `courses.questions.answers`.
    shape: Shape
    prompt_html: str
    max_points: float
    # Of a question with one field: what may be chosen, or the unit beside it.
    choices: tuple[ShownChoice, ...]
    unit: str | None
    # Of a question with several fields.
    blanks: tuple[ShownBlank, ...]
    # Where the blanks stand in the prompt: its pieces, each with the blank that follows it.
    pieces: tuple[Piece, ...]
    code_html: str
    figure: Drawn | None
    # The text with which the field begins.
    start: str
    # In the form in which it is sent; None where there is none.
    answer: JsonValue
    reading: Reading

    @property
    def is_answered(self) -> bool:
        """Whether something is stored for it."""
        return self.answer is not None

    @property
    def template(self) -> str:
        """What shows its fields."""
        return f"quizzes/questions/{self.kind}.html"


@dataclass(frozen=True)
class ShownPaper:
    """All questions in the order of the quiz, and the sequence number of the newest save."""

    questions: list[ShownQuestion]
    sequence: int


def shown_paper(attempt: Attempt) -> ShownPaper:
    """The attempt as its learner sees it while it is open."""
    responses = {response.question: response for response in attempt.responses.all()}
    answers = {question: response.answer for question, response in responses.items()}
    return ShownPaper(
        questions=[
            _shown(attempt, number, question, answers.get(question.id))
            for number, question in enumerate(attempt.paper.questions, start=1)
        ],
        sequence=max((response.sequence for response in responses.values()), default=0),
    )


def _shown(attempt: Attempt, number: int, question: Question, stored: JsonValue) -> ShownQuestion:
    order = arrangement(attempt.paper, question, attempt.seed)
    return shown_question(question, number, order, stored)


def shown_question(
    question: Question, number: int, order: Arrangement, stored: JsonValue
) -> ShownQuestion:
    """A question with its fields, and in them a stored answer (None for none)."""
    answer = None if stored is None else question.show(stored, order)
    blanks = question.blanks(order)
    only = blanks[0] if question.shape != "fields" else Blank()
    shown_blanks = _blanks(blanks, answer) if question.shape == "fields" else ()
    prompt_html = render_markdown(question.prompt)
    exhibit = question.exhibit()
    return ShownQuestion(
        id=question.id,
        number=number,
        kind=question.kind,
        shape=question.shape,
        prompt_html=prompt_html,
        max_points=question.points,
        choices=_choices(only, answer),
        unit=only.unit or None,
        blanks=shown_blanks,
        pieces=_pieces(prompt_html, shown_blanks) if question.has_fields_in_prompt else (),
        code_html=code_html(exhibit.code),
        figure=drawn(exhibit, stored),
        start=exhibit.start,
        answer=answer,
        reading=how_read(question, stored),
    )


def _blanks(blanks: tuple[Blank, ...], answer: JsonValue) -> tuple[ShownBlank, ...]:
    given = answer if isinstance(answer, dict) else {}
    return tuple(
        ShownBlank(
            name=blank.name,
            label_html=render_inline(blank.label),
            value=str(given.get(blank.name) or ""),
            unit=blank.unit,
            choices=_choices(blank, given.get(blank.name)),
        )
        for blank in blanks
    )


def code_html(code: str) -> str:
    """Python as it is shown; empty where there is none."""
    if not code:
        return ""
    ticks = max(map(len, re.findall("`+", code)), default=0)
    fence = "`" * max(3, ticks + 1)
    return render_markdown(f"{fence}python\n{code.rstrip()}\n{fence}\n")


def _pieces(html: str, blanks: tuple[ShownBlank, ...]) -> tuple[Piece, ...]:
    found = {blank.name: blank for blank in blanks}
    # Every second part is what the pattern caught.
    texts = PLACE.split(html)
    names = [*texts[1::2], None]
    return tuple(
        Piece(text, found.get(name) if name is not None else None)
        for text, name in zip(texts[::2], names, strict=True)
    )


def _choices(blank: Blank, answer: JsonValue) -> tuple[ShownChoice, ...]:
    chosen = answer if isinstance(answer, list) else [answer]
    return tuple(
        ShownChoice(option.value, render_inline(option.text), option.value in chosen)
        for option in blank.options
    )
