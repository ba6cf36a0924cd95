"""An attempt's questions as its learner sees them: in order, lettered, and never what is right."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import JsonValue

from assessments.courses.questions import MultipleChoice, Numeric, Question, SingleChoice
from assessments.courses.rendering import render_inline, render_markdown

from .models import Attempt
from .reading import Reading, choice_order, how_read, letter_of, show_answer


@dataclass(frozen=True)
class ShownChoice:
    """One option, under the letter this attempt gives it."""

    letter: str
    html: str
    is_chosen: bool


@dataclass(frozen=True)
class ShownQuestion:
    """One question with the learner's newest answer to it."""

    id: str
    number: int
    kind: str
    prompt_html: str
    max_points: float
    choices: tuple[ShownChoice, ...]
    unit: str | None
    # In the form in which it is sent; None where there is none.
    answer: JsonValue
    reading: Reading

    @property
    def is_answered(self) -> bool:
        """Whether something is stored for it."""
        return self.answer is not None


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


def _shown(attempt: Attempt, number: int, question: Question, answer: JsonValue) -> ShownQuestion:
    return ShownQuestion(
        id=question.id,
        number=number,
        kind=question.kind,
        prompt_html=render_markdown(question.prompt),
        max_points=question.points,
        choices=_choices(attempt, question, answer),
        unit=question.unit if isinstance(question, Numeric) else None,
        answer=show_answer(attempt.paper, question, attempt.seed, answer),
        reading=how_read(question, answer),
    )


def _choices(attempt: Attempt, question: Question, answer: JsonValue) -> tuple[ShownChoice, ...]:
    if not isinstance(question, SingleChoice | MultipleChoice):
        return ()
    chosen = answer if isinstance(answer, list) else [answer]
    order = choice_order(attempt.paper, question, attempt.seed)
    return tuple(
        ShownChoice(
            letter=letter_of(order, place) or "",
            html=render_inline(question.choices[place].text),
            is_chosen=place in chosen,
        )
        for place in order
    )
