"""A question's own tests: what must come of its answers, tried before anybody is asked it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import JsonValue

from .answers import Mark, WrongShape
from .arrangement import as_written
from .asked import Asked, QuestionTest
from .cells import Bench, do
from .choices import Choosing


@dataclass(frozen=True, slots=True)
class Failing:
    """A test that failed: its place among the author's, None for those that every question has."""

    test: int | None
    reason: str


def failing(question: Asked, bench: Bench) -> Iterator[Failing]:
    """Every test that fails. The bench is asked only where a cell has to look at an answer."""
    yield from (Failing(None, reason) for reason in _inherent(question))
    for number, test in enumerate(question.tests):
        reason = _reason(question, test, bench)
        if reason is not None:
            yield Failing(number, reason)


def _inherent(question: Asked) -> Iterator[str]:
    """What must hold of every question: the key gets everything, a foreseen mistake its feedback."""
    if question.mark(None).verdict != "unanswered":
        yield "no answer is not marked as unanswered"
    right = question.right_answer()
    if question.awaits == "nobody":
        marked = question.mark(right)
        if marked.verdict != "right" or question.how_read(right).problem:
            yield f"its own answer {right!r} is not marked as right"
    arrangement = as_written(question.id)
    if right is not None and question.awaits == "nobody":
        again = question.read(question.show(right, arrangement), arrangement)
        if question.mark(again) != question.mark(right):
            yield f"its own answer {right!r} is marked otherwise when it comes from a page"
    for answer, feedback in question.expected_mistakes():
        marked = question.mark(answer)
        if marked.verdict != "wrong" or marked.feedback != feedback:
            yield f"the mistake {answer!r} does not get its feedback, but {marked.feedback!r}"


def _reason(question: Asked, test: QuestionTest, bench: Bench) -> str | None:
    arrangement = as_written(question.id)
    try:
        stored = None if test.answer is None else question.read(test.answer, arrangement)
    except WrongShape as wrong:
        return _compare_problem(test, str(wrong))
    if stored is None and test.answer is not None and test.problem is None and test.points != 0:
        return f"{test.answer!r} is no answer"
    problem = question.how_read(stored).problem
    if problem or test.problem is not None:
        return _compare_problem(test, problem)
    work = question.checking(stored)
    evidence = do(work, bench) if work is not None else None
    return _compare_mark(question, test, question.mark(stored, evidence))


def _compare_problem(test: QuestionTest, problem: str) -> str | None:
    if test.problem is None:
        return f"{test.answer!r} cannot be read: {problem}"
    if not problem:
        return f"{test.answer!r} can be read, but must not be"
    if test.problem not in problem:
        return f"of {test.answer!r} it is said: {problem!r}, which has no {test.problem!r} in it"
    return None


def _compare_mark(question: Asked, test: QuestionTest, marked: Mark) -> str | None:
    if test.points is not None:
        if marked.verdict == "to_be_marked":
            return "a person marks it, so its tests can say nothing of points"
        if abs(marked.points - test.points) > 1e-9 * max(1.0, question.points):
            return f"{_short(test.answer)} earns {marked.points:g} points and must earn {test.points:g}"
    if test.feedback is not None:
        said = feedback_of(question, marked)
        if test.feedback not in said:
            return f"{_short(test.answer)} is told {said!r}, which has no {test.feedback!r} in it"
    return None


def feedback_of(question: Asked, marked: Mark) -> str:
    """Everything that is said to an answer: as a whole, of its parts, and of the choices taken."""
    said = [marked.feedback, *(part.feedback for part in marked.parts)]
    if isinstance(question, Choosing):
        said += [question.choices[place].feedback for place in sorted(marked.chosen)]
    return " ".join(each for each in said if each)


def _short(answer: JsonValue) -> str:
    text = repr(answer)
    return text if len(text) <= 80 else f"{text[:79]}…"
