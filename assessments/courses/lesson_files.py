"""Reads one lesson: front matter, Markdown, and the questions between its paragraphs."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from django.contrib.staticfiles import finders
from pydantic import Field

from grader.documents import Document, parse_document

from .bench import BenchFailed
from .completing import complete_quiz
from .errors import ContentError
from .faults import as_content_error, line_with, placed, rendered, text_of
from .notebooks import cells_of
from .questions import Bench, Question, QuizFile
from .rendering import Inset, Rendered
from .syllabus import Need

Title = Annotated[str, Field(min_length=1, max_length=200)]
FRONT_MATTER = re.compile(r"\A---\n(?P<head>.*?)^---\n(?P<body>.*)\Z", re.DOTALL | re.MULTILINE)


class LessonHead(Document):
    """The front matter of a lesson. `covers` names points of the syllabus."""

    title: Title
    minutes: Annotated[int, Field(ge=1, le=600)]
    objectives: list[Annotated[str, Field(min_length=1, max_length=300)]] = Field(
        default_factory=list
    )
    covers: list[str] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class LessonContent:
    """A lesson as read: head, Markdown, and what the Markdown becomes."""

    slug: str
    head: LessonHead
    source: str
    rendered: Rendered
    # To check oneself with, in the order of `rendered.insets`.
    questions: tuple[Question, ...]

    @property
    def needs_met(self) -> frozenset[Need]:
        """What it is for the rows of the syllabus that it covers."""
        needs: set[Need] = {"L"}
        if self.rendered.figures:
            needs.add("figure")
        if any(cell.kind == "code" for cell in cells_of(self.source)):
            needs.add("X")
        return frozenset(needs)


def read_lesson(path: Path, bench: Bench) -> LessonContent:
    """The lesson of a file. Raises ContentError."""
    text = text_of(path)
    parts = FRONT_MATTER.match(text)
    if parts is None:
        raise ContentError("a lesson begins with its head between two lines of ---", file=path)
    with as_content_error():
        head = parse_document(parts["head"], LessonHead, file=path, first_line=2)
    body, lines_above = parts["body"], text.count("\n", 0, parts.start("body"))
    if not body.strip():
        raise ContentError("the lesson is empty", file=path)
    shown = rendered(body, path, lines_above)
    with placed(path, lines_above):
        cells_of(body)
    _check_figures(path, shown)
    return LessonContent(path.stem, head, body, shown, _questions(path, shown, lines_above, bench))


def check_links(path: Path, lesson: LessonContent, places: Mapping[str, Collection[str]]) -> None:
    """Raises ContentError for a link within the module that leads nowhere.

    `places` are the module's items as "lessons/slug", each with the ids of its headings.
    """
    for link in lesson.rendered.links:
        if not link.startswith("../"):
            continue
        target, _, heading = link.partition("#")
        place = target.removeprefix("../").strip("/")
        place = place.removeprefix("../") if target.startswith("../../") else f"lessons/{place}"
        if place not in places:
            reason = f"the module has no {place}"
        elif heading and heading not in places[place]:
            reason = f"{place} has no heading {heading!r}"
        else:
            continue
        raise ContentError(reason, file=path, line=line_with(path, link))


def _check_figures(path: Path, shown: Rendered) -> None:
    for name in shown.figures:
        if finders.find(f"js/figures/{name}.js") is None:
            raise ContentError(
                f"there is no static/js/figures/{name}.js",
                file=path,
                line=line_with(path, f"figure {name}"),
            )


def _questions(path: Path, shown: Rendered, lines_above: int, bench: Bench) -> tuple[Question, ...]:
    questions: dict[str, Question] = {}
    for inset in shown.insets:
        line = inset.line + lines_above
        question = _question(path, inset, line, bench)
        if question.id in questions:
            raise ContentError(f"two questions have the id {question.id!r}", file=path, line=line)
        questions[question.id] = question
    return tuple(questions.values())


def _question(path: Path, inset: Inset, line: int, bench: Bench) -> Question:
    """Read as the only question of a quiz, and refused if its answers cannot be marked at once."""
    indented = "".join(f"    {each}\n" for each in inset.source.splitlines())
    text = f"title: Check yourself\nminutes: 1\nquestions:\n  -\n{indented}"
    try:
        with as_content_error():
            written = parse_document(text, QuizFile, file=path, first_line=line - 4)
    except ContentError as error:
        key = (error.key or "").removeprefix("questions.0.") or None
        raise ContentError(error.reason, file=path, line=error.line, key=key) from error
    try:
        whole = complete_quiz(written, bench, file=path, locate=lambda location: (line, None))
    except BenchFailed as error:
        reason = f"the question has something computed, and no cell can do it here: {error}"
        raise ContentError(reason, file=path, line=line) from error
    question = whole.questions[0]
    variant = question.variant(0)
    right = variant.right_answer()
    if right is None or variant.mark(right).verdict != "right":
        reason = f"a lesson marks at once, and a {variant.kind} has to wait for a cell or a person"
        raise ContentError(reason, file=path, line=line)
    return question
