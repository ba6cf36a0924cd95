"""Reads the whole of content/ into memory, or refuses it: strict models and checked references.

grading.yaml                   how grades are made, see policies.py
syllabus.yaml                  the rows that are to be covered, see syllabus.py
<module>/module.yaml           title, position, and the items in the order they are met
<module>/lessons/<slug>.md     front matter, then Markdown
<module>/quizzes/<slug>.yaml   see questions.py
<module>/assignments/<slug>/   see grader.assignment
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Self

from django.conf import settings
from pydantic import Field, field_validator, model_validator

from grader.assignment import Assignment, read_assignment
from grader.documents import Document, place_in, read_document

from .bench import BenchFailed, deployed_bench
from .completing import complete_quiz
from .errors import ContentError
from .faults import as_content_error, line_with, rendered
from .lesson_files import LessonContent, Title, check_links, read_lesson
from .outline import Kind
from .policies import FILE_NAME, read_policy
from .questions import Bench, QuizFile, Slug
from .syllabus import FILE_NAME as SYLLABUS
from .syllabus import Claim, check_rows, read_syllabus

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class ItemReference(Document):
    """One line of a module's items: the kind and the slug."""

    lesson: Slug | None = None
    quiz: Slug | None = None
    assignment: Slug | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if sum(slug is not None for slug in (self.lesson, self.quiz, self.assignment)) != 1:
            raise ValueError("an item is one of `lesson: slug`, `quiz: slug`, `assignment: slug`")
        return self

    @property
    def place(self) -> tuple[Kind, str]:
        """The kind and the slug."""
        if self.lesson is not None:
            return "lesson", self.lesson
        if self.quiz is not None:
            return "quiz", self.quiz
        assert self.assignment is not None
        return "assignment", self.assignment


class ModuleFile(Document):
    """module.yaml."""

    title: Title
    summary: Annotated[str, Field(max_length=1000)] = ""
    position: Annotated[int, Field(ge=0, le=100_000)]
    items: Annotated[list[ItemReference], Field(min_length=1, max_length=200)]

    @field_validator("items")
    @classmethod
    def _items_stand_once(cls, items: list[ItemReference]) -> list[ItemReference]:
        places = [item.place for item in items]
        for kind, slug in places:
            if places.count((kind, slug)) > 1:
                raise ValueError(f"the {kind} {slug!r} stands twice")
        return items


@dataclass(frozen=True, slots=True)
class QuizContent:
    """A quiz as read."""

    slug: str
    file: QuizFile


@dataclass(frozen=True, slots=True)
class AssignmentContent:
    """An assignment as read, and its statement as shown."""

    slug: str
    assignment: Assignment
    statement_html: str


@dataclass(frozen=True, slots=True)
class ModuleContent:
    """A module as read; every item it names is here, and nothing else is."""

    slug: str
    file: ModuleFile
    lessons: tuple[LessonContent, ...]
    quizzes: tuple[QuizContent, ...]
    assignments: tuple[AssignmentContent, ...]

    def claims(self) -> Iterator[Claim]:
        """What its items say they cover."""
        for lesson in self.lessons:
            yield Claim(
                f"{self.slug}/lessons/{lesson.slug}.md", lesson.head.covers, lesson.needs_met
            )
        for quiz in self.quizzes:
            yield Claim(f"{self.slug}/quizzes/{quiz.slug}.yaml", quiz.file.covers, frozenset({"Q"}))
        for assignment in self.assignments:
            file = f"{self.slug}/assignments/{assignment.slug}/assignment.yaml"
            yield Claim(file, assignment.assignment.spec.covers, frozenset({"C"}))


def read_content(folder: Path, *, bench: Bench | None = None) -> tuple[ModuleContent, ...]:
    """Every module of a content folder, by position. Raises ContentError at the first fault.

    What questions have computed is computed on the bench; without one, in cells of this machine's,
    opened where something is needed that was not computed before.
    """
    if bench is not None:
        return _read_modules(folder, bench)
    own = deployed_bench(cache=settings.COMPUTED)
    try:
        return _read_modules(folder, own)
    finally:
        own.close()


def _read_modules(folder: Path, bench: Bench) -> tuple[ModuleContent, ...]:
    if not folder.is_dir():
        raise ContentError("there is no such folder", file=folder)
    modules = []
    rows = None
    for path in _entries(folder):
        if path.name == FILE_NAME:
            read_policy(path)
            continue
        if path.name == SYLLABUS:
            rows = read_syllabus(path)
            continue
        if not path.is_dir():
            raise ContentError(
                "content/ holds one folder a module, grading.yaml, syllabus.yaml, and nothing else",
                file=path,
            )
        modules.append(_read_module(path, bench))
    if rows is not None:
        check_rows(rows, (claim for module in modules for claim in module.claims()), folder)
    return tuple(sorted(modules, key=lambda module: (module.file.position, module.slug)))


def _read_module(folder: Path, bench: Bench) -> ModuleContent:
    _check_slug(folder, folder.name)
    with as_content_error():
        file = read_document(folder / "module.yaml", ModuleFile)
    _check_listing(folder, file)
    named = [item.place for item in file.items]
    module = ModuleContent(
        slug=folder.name,
        file=file,
        lessons=tuple(
            read_lesson(folder / "lessons" / f"{slug}.md", bench)
            for kind, slug in named
            if kind == "lesson"
        ),
        quizzes=tuple(
            _read_quiz(folder / "quizzes" / f"{slug}.yaml", bench)
            for kind, slug in named
            if kind == "quiz"
        ),
        assignments=tuple(
            _read_assignment(folder / "assignments" / slug)
            for kind, slug in named
            if kind == "assignment"
        ),
    )
    _check_lesson_links(folder, module)
    return module


def _check_listing(folder: Path, file: ModuleFile) -> None:
    """Every file is named by module.yaml, and every name has its file."""
    expected: dict[str, set[str]] = {"lessons": set(), "quizzes": set(), "assignments": set()}
    for item in file.items:
        kind, slug = item.place
        path = {
            "lesson": folder / "lessons" / f"{slug}.md",
            "quiz": folder / "quizzes" / f"{slug}.yaml",
            "assignment": folder / "assignments" / slug,
        }[kind]
        expected[path.parent.name].add(path.name)
        if not path.exists():
            raise ContentError(
                f"there is no {path.relative_to(folder)}",
                file=folder / "module.yaml",
                line=line_with(folder / "module.yaml", slug),
                key="items",
            )
    for path in _entries(folder):
        if path.name == "module.yaml":
            continue
        if path.name not in expected or not path.is_dir():
            raise ContentError(
                "a module holds module.yaml, lessons/, quizzes/, assignments/ and nothing else",
                file=path,
            )
        for entry in _entries(path):
            if entry.name not in expected[path.name]:
                raise ContentError("module.yaml does not name it among its items", file=entry)


def _read_quiz(path: Path, bench: Bench) -> QuizContent:
    with as_content_error():
        written = read_document(path, QuizFile)
    try:
        complete = complete_quiz(written, bench, file=path, locate=partial(place_in, path))
    except BenchFailed as error:
        raise ContentError(
            f"its questions have something computed, and no cell can do it here: {error}", file=path
        ) from error
    return QuizContent(path.stem, complete)


def _read_assignment(folder: Path) -> AssignmentContent:
    with as_content_error():
        assignment = read_assignment(folder)
    statement = rendered(assignment.statement, folder / "statement.md", 0)
    for inset in statement.insets:
        raise ContentError(
            "a question stands in a lesson and nowhere else",
            file=folder / "statement.md",
            line=inset.line,
        )
    return AssignmentContent(folder.name, assignment, statement.html)


def _check_lesson_links(folder: Path, module: ModuleContent) -> None:
    """Links of lessons, and every question's `lesson`, lead to items of the module and headings."""
    headings = {
        lesson.slug: {heading.id for heading in lesson.rendered.headings}
        for lesson in module.lessons
    }
    places: dict[str, set[str]] = {
        **{f"lessons/{slug}": ids for slug, ids in headings.items()},
        **{f"quizzes/{quiz.slug}": set() for quiz in module.quizzes},
        **{f"assignments/{assignment.slug}": set() for assignment in module.assignments},
    }
    for lesson_content in module.lessons:
        check_links(folder / "lessons" / f"{lesson_content.slug}.md", lesson_content, places)
    for quiz in module.quizzes:
        path = folder / "quizzes" / f"{quiz.slug}.yaml"
        for number, question in enumerate(quiz.file.questions):
            if question.lesson is None:
                continue
            lesson, _, heading = question.lesson.partition("#")
            if lesson not in headings:
                reason = f"the module has no lesson {lesson!r}"
            elif heading and heading not in headings[lesson]:
                reason = f"the lesson {lesson!r} has no heading {heading!r}"
            else:
                continue
            raise ContentError(
                reason,
                file=path,
                line=line_with(path, question.lesson),
                key=f"questions.{number}.lesson",
            )


def _entries(folder: Path) -> list[Path]:
    """What lies in a folder, hidden files and Python's caches left out."""
    return sorted(
        path
        for path in folder.iterdir()
        if not path.name.startswith(".") and path.name != "__pycache__"
    )


def _check_slug(path: Path, slug: str) -> None:
    if not SLUG.fullmatch(slug) or len(slug) > 80:
        raise ContentError("a name is small letters, digits and single hyphens", file=path)
