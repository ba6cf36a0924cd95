"""An attempt's questions as its learner sees them: in order, lettered, and never what is right."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import unescape

from django.utils.html import strip_tags
from pydantic import JsonValue

from assessments.courses.questions import (
    Arrangement,
    Blank,
    Choosing,
    Question,
    Reading,
    Shape,
    Verdict,
)
from assessments.courses.questions.cloze import PLACE
from assessments.courses.rendering import render_inline, render_markdown

from .drawing import Drawn, drawn
from .marking import mark
from .models import Attempt, Response, question_of
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
class CheckedAnswer:
    """What is said of the answer that was checked last; what is right only once it stands."""

    verdict: Verdict
    # What the question has earned so far.
    points: float
    max_points: float
    tries: int
    tries_left: int
    is_settled: bool
    feedback_html: str
    explanation_html: str


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
    certainty: int | None = None
    is_flagged: bool = False
    # For how long it has been in view.
    seconds: float = 0.0
    # Where answers are checked before the end: what is said of the last one that was.
    checked: CheckedAnswer | None = None

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

    def alone(self, number: str | None, *, by_default: bool) -> ShownQuestion | None:
        """The question to be shown by itself, counted from 1; None where all are shown."""
        if number is None and by_default:
            number = "1"
        if number is None or not (number.isascii() and number.isdigit() and len(number) < 5):
            return None
        return next((each for each in self.questions if each.number == int(number)), None)


def shown_paper(attempt: Attempt) -> ShownPaper:
    """The attempt as its learner sees it while it is open. One query, two where answers are checked."""
    stored = attempt.responses.prefetch_related(*["tries"] * attempt.rules.is_checked)
    responses = {each.question: each for each in stored}
    return ShownPaper(
        questions=[
            _shown(attempt, number, question, responses.get(question.id))
            for number, question in enumerate(attempt.questions, start=1)
        ],
        sequence=max((response.sequence for response in responses.values()), default=0),
    )


def checked_answer(attempt: Attempt, question_id: str) -> CheckedAnswer | None:
    """What is said of the answer to one question that was checked last, if one was."""
    response = attempt.responses.prefetch_related("tries").get(question=question_id)
    return _checked(attempt, response)


def _shown(
    attempt: Attempt, number: int, question: Question, response: Response | None
) -> ShownQuestion:
    order = arrangement(attempt.paper, question, attempt.seed)
    if response is None:
        return shown_question(question, number, order, None)
    return replace(
        shown_question(question, number, order, response.answer),
        certainty=response.certainty,
        is_flagged=response.is_flagged,
        seconds=response.seconds,
        checked=_checked(attempt, response) if attempt.rules.is_checked else None,
    )


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


def _checked(attempt: Attempt, response: Response) -> CheckedAnswer | None:
    tries = list(response.tries.all())
    if not tries:
        return None
    last = tries[-1]
    question = question_of(attempt.revision, response.question, last.variant)
    if question is None:
        return None
    marked = mark(question, last.answer)
    settled = bool(response.verdict)
    said = marked.feedback
    if isinstance(question, Choosing):
        chosen = (question.choices[place].feedback for place in sorted(marked.chosen))
        said = "\n\n".join(text for text in (said, *chosen) if text)
    rules = attempt.rules
    most = rules.mastery.most if rules.mastery else rules.tries
    return CheckedAnswer(
        verdict=marked.verdict,
        points=response.points or 0.0,
        max_points=question.points,
        tries=len(tries),
        tries_left=0 if settled else max(0, most - len(tries)),
        is_settled=settled,
        feedback_html=render_markdown(said) if said else "",
        explanation_html=render_markdown(question.explanation) if settled else "",
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
