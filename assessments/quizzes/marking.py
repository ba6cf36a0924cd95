"""Marks one answer. Pure: the same question and stored answer always give the same mark."""

from __future__ import annotations

from pydantic import JsonValue

from assessments.courses.questions import Mark, Question


def mark(question: Question, answer: JsonValue, evidence: JsonValue = None) -> Mark:
    """The mark of a stored answer. Never raises: what is no answer to the question earns nothing.

    `evidence` is what a cell or a person found out about it, where the kind needs one.
    """
    return question.mark(answer, evidence)
