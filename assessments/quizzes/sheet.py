"""Reads the form of an attempt's page, and keeps it for somebody who was signed out meanwhile."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

from django.contrib.sessions.backends.base import SessionBase
from django.http import QueryDict
from pydantic import JsonValue

from assessments.courses.questions import Question

from .answering import LARGEST_SEQUENCE
from .models import Attempt

KEPT = "kept_sheet"
LARGEST_KEPT = 64 * 1024


def answers_on_sheet(attempt: Attempt, form: QueryDict) -> dict[str, JsonValue]:
    """What the form holds for each question it showed (its hidden fields `shown` name them).

    A browser sends nothing for an empty group of boxes: where the form showed the question, that
    is an answer taken back. Radio buttons cannot be taken back, so nothing means nothing new.
    """
    answers: dict[str, JsonValue] = {}
    for question_id in form.getlist("shown"):
        question = attempt.question(question_id)
        if question is None:
            continue
        answer = answer_on_form(question, form)
        if answer is not None:
            answers[question_id] = answer
    return answers


def answer_on_form(question: Question, form: QueryDict) -> JsonValue:
    """What a form that showed the question holds for it, as it is sent; None for nothing."""
    name = f"answer-{question.id}"
    if question.shape == "fields":
        return _fields(form, prefix=f"{name}.") or None
    if name in form or question.shape == "many":
        return _field(question, form.getlist(name))
    return None


def sequence_of_sheet(form: QueryDict) -> int:
    """The number of the page's newest save, which its script keeps; 0 where it cannot be read."""
    text = form.get("sequence", "")
    if not (text.isascii() and text.isdigit() and len(text) <= 16):
        return 0
    return min(int(text), LARGEST_SEQUENCE)


def certainties_on_sheet(form: QueryDict) -> dict[str, int]:
    """How sure the learner says to be, by question."""
    prefix = "certainty-"
    found = {name.removeprefix(prefix): form[name] for name in form if name.startswith(prefix)}
    return {name: int(text) for name, text in found.items() if text in {"1", "2", "3"}}


def waited_of_sheet(form: QueryDict) -> timedelta:
    """How long the page says its answers had waited when it was sent; nothing where it says nothing."""
    text = form.get("waited", "")
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        return timedelta(0)
    return timedelta(milliseconds=int(text))


def keep_sheet(session: SessionBase, attempt: Attempt, answers: dict[str, JsonValue]) -> bool:
    """Keeps the answers in a session that nobody is signed in to; False where that is too much."""
    if len(json.dumps(answers)) > LARGEST_KEPT:
        return False
    session[KEPT] = {"attempt": str(attempt.pk), "answers": answers}
    return True


def take_kept_sheet(session: SessionBase, attempt_id: uuid.UUID) -> dict[str, JsonValue] | None:
    """The kept answers of this attempt, once."""
    kept = session.get(KEPT)
    if kept is None or kept["attempt"] != str(attempt_id):
        return None
    answers: dict[str, JsonValue] = session.pop(KEPT)["answers"]
    return answers


def _field(question: Question, values: list[str]) -> JsonValue:
    match question.shape:
        case "many":
            return list(values)
        case "truth":
            return {"true": True, "false": False}.get(values[-1], values[-1])
        case _:
            return values[-1]


def _fields(form: QueryDict, *, prefix: str) -> dict[str, JsonValue]:
    names = [name for name in form if name.startswith(prefix)]
    return {name.removeprefix(prefix): form.getlist(name)[-1] for name in names}
