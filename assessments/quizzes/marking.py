"""Marks one answer. Pure: the same question and stored answer always give the same mark."""

from __future__ import annotations

from pydantic import JsonValue

from assessments.courses.questions import Mark, Question


def mark(question: Question, answer: JsonValue) -> Mark:
    """The mark of a stored answer. Never raises: what is no answer to the question earns nothing."""
    return question.mark(answer)
