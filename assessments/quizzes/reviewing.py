"""What is shown of an attempt once it is finished: every answer, what was right, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import escape

from assessments.courses.models import Lesson
from assessments.courses.questions import Choosing, Part, Question, Verdict
from assessments.courses.questions.arrangement import letter_of
from assessments.courses.questions.cloze import PLACE
from assessments.courses.rendering import render_inline, render_markdown

from .drawing import Drawn, drawn
from .judging import Decision, EarlierMark, Judged, judged_questions
from .marking import mark
from .models import Attempt
from .paper import code_html
from .reading import arrangement, how_read


@dataclass(frozen=True)
class ReviewedChoice:
    """One option, and what there is to say about it."""

    letter: str
    html: str
    is_chosen: bool
    is_correct: bool
    feedback_html: str


@dataclass(frozen=True)
class ReviewedPart:
    """One part of an answer with several: what was given, what is right, and why."""

    label_html: str
    given_html: str
    right_answer_html: str
    is_right: bool
    # Whether what was given is points by a rubric.
    is_scored: bool
    feedback_html: str


@dataclass(frozen=True)
class LessonLink:
    """Where to read about a question."""

    title: str
    url: str


@dataclass(frozen=True)
class ReviewedQuestion:
    """One question, its answer and its mark."""

    id: str
    number: int
    prompt_html: str
    # None while a cell or a person has to look at the answer.
    points: float | None
    max_points: float
    # Marks that were changed since, the first one first.
    earlier: tuple[EarlierMark, ...]
    # What was decided about the question weighs more than the verdict on the answer.
    decision: Decision | None
    verdict: Verdict
    choices: tuple[ReviewedChoice, ...]
    parts: tuple[ReviewedPart, ...]
    code_html: str
    figure: Drawn | None
    # Whether what was given is many lines, to be shown as they are.
    is_long: bool
    # As the learner gave it, and as it is right; in words. Empty where choices or parts tell it.
    given: str
    right_answer: str
    problem: str
    feedback_html: str
    explanation_html: str
    lesson: LessonLink | None


def reviewed_questions(attempt: Attempt) -> list[ReviewedQuestion]:
    """The review of a finished attempt. Raises ValueError while it is open."""
    if not attempt.is_finished:
        raise ValueError("an open attempt has no review")
    return review_of(attempt, judged_questions(attempt))


def review_of(attempt: Attempt, judged: Sequence[Judged]) -> list[ReviewedQuestion]:
    """The same of questions that are judged already. One query."""
    links = _lesson_links(attempt)
    return [_reviewed(attempt, number, each, links) for number, each in enumerate(judged, start=1)]


def _reviewed(
    attempt: Attempt, number: int, judged: Judged, links: dict[str, LessonLink]
) -> ReviewedQuestion:
    question, answer = judged.question, judged.answer
    marked = mark(question, answer, judged.evidence)
    exhibit = question.exhibit()
    given, right_answer = question.in_words(answer)
    return ReviewedQuestion(
        id=question.id,
        number=number,
        prompt_html=_prompt(question),
        points=judged.points,
        max_points=judged.max_points,
        earlier=judged.earlier,
        decision=judged.decision,
        verdict=marked.verdict,
        choices=_choices(attempt, question, marked.chosen),
        parts=tuple(_part(part) for part in marked.parts),
        code_html=code_html(exhibit.code),
        figure=drawn(exhibit, answer),
        is_long=question.is_long,
        given=given,
        right_answer=right_answer,
        problem=how_read(question, answer).problem,
        feedback_html=render_markdown(marked.feedback) if marked.feedback else "",
        explanation_html=render_markdown(question.explanation),
        lesson=links.get(question.lesson) if question.lesson else None,
    )


def _choices(
    attempt: Attempt, question: Question, chosen: frozenset[int]
) -> tuple[ReviewedChoice, ...]:
    if not isinstance(question, Choosing):
        return ()
    order = arrangement(attempt.paper, question, attempt.seed).order(len(question.choices))
    return tuple(
        ReviewedChoice(
            letter=letter_of(order, place) or "",
            html=render_inline(question.choices[place].text),
            is_chosen=place in chosen,
            is_correct=question.choices[place].correct,
            feedback_html=render_inline(question.choices[place].feedback),
        )
        for place in order
    )


def _prompt(question: Question) -> str:
    html = render_markdown(question.prompt)
    if question.has_fields_in_prompt:
        return PLACE.sub(r'<span class="blank-name">\1</span>', html)
    return html


def _part(part: Part) -> ReviewedPart:
    # What was typed is shown letter by letter, whatever it is.
    shown = render_inline if part.is_chosen else escape
    return ReviewedPart(
        label_html=render_inline(part.label),
        given_html=shown(part.given),
        right_answer_html=shown(part.right_answer),
        is_right=part.is_right,
        is_scored=part.is_scored,
        feedback_html=render_inline(part.feedback),
    )


def _lesson_links(attempt: Attempt) -> dict[str, LessonLink]:
    """By what the author wrote, for the lessons that are still there."""
    wanted = {question.lesson for question in attempt.questions if question.lesson}
    module = attempt.quiz.module
    lessons = Lesson.objects.filter(
        module=module,
        slug__in={place.partition("#")[0] for place in wanted},
        is_current=True,
    )
    titles = {lesson.slug: lesson.title for lesson in lessons}
    links = {}
    for place in wanted:
        slug, mark_, heading = place.partition("#")
        if slug in titles:
            url = reverse("courses:lesson", args=[attempt.enrolment.course.slug, module.slug, slug])
            links[place] = LessonLink(titles[slug], url + mark_ + heading)
    return links
