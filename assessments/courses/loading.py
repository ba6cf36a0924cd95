"""Content into the database: all of it in one transaction, or nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal, TypeAlias

from django.db import transaction

from .catalog import AssignmentContent, ModuleContent, QuizContent
from .lesson_files import LessonContent
from .models import Assignment, AssignmentRevision, Lesson, Module, Quiz, QuizRevision

Deed: TypeAlias = Literal["added", "changed", "removed", "returned"]


@dataclass(frozen=True, slots=True)
class Change:
    """What a load did to one module or item; `revision` is the number that now holds."""

    deed: Deed
    kind: str
    slug: str
    revision: int | None = None

    def __str__(self) -> str:
        number = "" if self.revision is None else f" (revision {self.revision})"
        return f"{self.deed} {self.kind} {self.slug}{number}"


@transaction.atomic
def store_content(modules: Iterable[ModuleContent]) -> list[Change]:
    """Makes the database say what the content says; says what changed. Loading twice changes nothing.

    A changed quiz or assignment gets a new revision; attempts and submissions keep theirs. What is
    gone from the content is hidden, never deleted.
    """
    changes: list[Change] = []
    modules = list(modules)
    for content in modules:
        module = _store_module(content, changes)
        for lesson in content.lessons:
            _store_lesson(module, lesson, changes)
        for quiz in content.quizzes:
            _store_quiz(module, quiz, changes)
        for assignment in content.assignments:
            _store_assignment(module, assignment, changes)
        _hide_others(module, content, changes)
    for module in Module.objects.filter(is_current=True).exclude(
        slug__in=[content.slug for content in modules]
    ):
        module.is_current = False
        module.save(update_fields=["is_current"])
        changes.append(Change("removed", "module", module.slug))
    return changes


def _store_module(content: ModuleContent, changes: list[Change]) -> Module:
    values = {
        "title": content.file.title,
        "summary": content.file.summary,
        "position": content.file.position,
        "items": [{"kind": kind, "slug": slug} for kind, slug in _places(content)],
    }
    module = Module.objects.filter(slug=content.slug).first()
    if module is None:
        module = Module.objects.create(slug=content.slug, **values)
        changes.append(Change("added", "module", content.slug))
        return module
    _update(module, values, "module", content.slug, changes)
    return module


def _store_lesson(module: Module, content: LessonContent, changes: list[Change]) -> None:
    headings = [asdict(heading) for heading in content.rendered.headings]
    values = {
        "title": content.head.title,
        "minutes": content.head.minutes,
        "objectives": list(content.head.objectives),
        "source": content.source,
        "html": content.rendered.html,
        "headings": headings,
        "questions": [question.model_dump(mode="json") for question in content.questions],
        "digest": _digest([content.head.model_dump(mode="json"), content.source]),
    }
    lesson = Lesson.objects.filter(module=module, slug=content.slug).first()
    name = f"{module.slug}/{content.slug}"
    if lesson is None:
        Lesson.objects.create(module=module, slug=content.slug, **values)
        changes.append(Change("added", "lesson", name))
    else:
        _update(lesson, values, "lesson", name, changes)


def _store_quiz(module: Module, content: QuizContent, changes: list[Change]) -> None:
    quiz, added = Quiz.objects.select_related("current").get_or_create(
        module=module, slug=content.slug
    )
    document = content.file.model_dump(mode="json")
    digest = _digest(document)
    revision = quiz.current
    is_new = revision is None or revision.digest != digest
    if is_new:
        revision = QuizRevision.objects.create(
            quiz=quiz,
            number=quiz.revisions.count() + 1,
            digest=digest,
            document=document,
            max_points=content.file.max_points,
        )
    values = {
        "title": content.file.title,
        "minutes": content.file.minutes,
        "current": revision,
    }
    _update(quiz, values, "quiz", f"{module.slug}/{content.slug}", changes, added=added)


def _store_assignment(module: Module, content: AssignmentContent, changes: list[Change]) -> None:
    assignment, added = Assignment.objects.select_related("current").get_or_create(
        module=module, slug=content.slug
    )
    digest = content.assignment.revision
    revision = assignment.current
    if revision is None or revision.digest != digest:
        revision = AssignmentRevision.objects.create(
            assignment=assignment,
            number=assignment.revisions.count() + 1,
            digest=digest,
            document=content.assignment.model_dump(mode="json"),
            max_points=content.assignment.max_score,
            statement_html=content.statement_html,
        )
    elif revision.statement_html != content.statement_html:
        # Only the look: what is asked and how it is graded are named by the digest.
        revision.statement_html = content.statement_html
        revision.save(update_fields=["statement_html"])
    values = {
        "title": content.assignment.spec.title,
        "minutes": content.assignment.spec.minutes,
        "current": revision,
    }
    name = f"{module.slug}/{content.slug}"
    _update(assignment, values, "assignment", name, changes, added=added)


def _update(
    row: Module | Lesson | Quiz | Assignment,
    values: dict[str, object],
    kind: str,
    name: str,
    changes: list[Change],
    *,
    added: bool = False,
) -> None:
    """Brings a row to the values it should have, and notes the change, if there is one."""
    deed: Deed | None = None
    if any(getattr(row, key) != value for key, value in values.items()):
        deed = "changed"
    if not row.is_current:
        deed = "returned"
    if added:
        deed = "added"
    if deed is None:
        return
    for key, value in values.items():
        setattr(row, key, value)
    row.is_current = True
    row.save()
    current = row.current if isinstance(row, Quiz | Assignment) else None
    changes.append(Change(deed, kind, name, None if current is None else current.number))


def _hide_others(module: Module, content: ModuleContent, changes: list[Change]) -> None:
    places = set(_places(content))
    for kind, rows in (
        ("lesson", module.lessons.filter(is_current=True)),
        ("quiz", module.quizzes.filter(is_current=True)),
        ("assignment", module.assignments.filter(is_current=True)),
    ):
        for row in rows:
            if (kind, row.slug) not in places:
                row.is_current = False
                row.save(update_fields=["is_current"])
                changes.append(Change("removed", kind, f"{module.slug}/{row.slug}"))


def _places(content: ModuleContent) -> list[tuple[str, str]]:
    return [item.place for item in content.file.items]


def _digest(document: object) -> str:
    """Names the content of a document; independent of the order of its keys."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
