"""How many parameters a network has: a whole number, right to the last one."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, JsonValue, model_validator

from grader.documents import Document

from .answers import Mark, Reading, Shape, Unreadable
from .arrangement import Arrangement
from .asked import Asked, Text
from .evaluating import text_of, value_of
from .expressions import Number, parse
from .texts import given_line, read_line

# Up to here floats hold every whole number.
MOST = 2**53
Count = Annotated[int, Field(ge=0, lt=MOST)]
_GROUPED = re.compile(r"[0-9]{1,3}(?:([,._' \u00a0\u202f])[0-9]{3})(?:\1[0-9]{3})*")


class WrongCount(Document):
    """A wrong count that is expected, and what to say to who gives it."""

    value: Count
    feedback: Text


class ParameterCount(Asked):
    """A whole number, exactly. It may be written in groups or as the sum that makes it."""

    shape: ClassVar[Shape] = "text"

    kind: Literal["parameter_count"]
    answer: Count
    mistakes: list[WrongCount] = Field(default_factory=list)

    @model_validator(mode="after")
    def _mistakes_are_wrong(self) -> Self:
        values = [mistake.value for mistake in self.mistakes]
        if self.answer in values:
            raise ValueError(f"the mistake {self.answer} is the right answer")
        if len(values) != len(set(values)):
            raise ValueError("a mistake stands twice")
        return self

    def read(self, sent: JsonValue, arrangement: Arrangement) -> JsonValue:
        """The text as it was typed."""
        return read_line(sent)

    def how_read(self, answer: JsonValue) -> Reading:
        """The number in groups of three."""
        text = given_line(answer)
        if text is None:
            return Reading()
        read = read_count(text)
        if isinstance(read, Unreadable):
            return Reading(problem=read.help)
        count, written = read
        return Reading(understood=f"{written} = {count:,}" if written else f"{count:,}")

    def mark(self, answer: JsonValue, evidence: JsonValue = None) -> Mark:
        """All or nothing."""
        text = given_line(answer)
        if text is None:
            return self.unanswered()
        read = read_count(text)
        if isinstance(read, Unreadable):
            return self.unreadable()
        if read[0] == self.answer:
            return self.right()
        return self.wrong(
            next((each.feedback for each in self.mistakes if each.value == read[0]), "")
        )

    def right_answer(self) -> JsonValue:
        """The number."""
        return str(self.answer)

    def expected_mistakes(self) -> list[tuple[JsonValue, str]]:
        """Each with its feedback."""
        return [(str(each.value), each.feedback) for each in self.mistakes]

    def in_words(self, answer: JsonValue) -> tuple[str, str]:
        """What was typed, and the number."""
        return answer if isinstance(answer, str) else "", f"{self.answer:,}"


def read_count(text: str) -> tuple[int, str] | Unreadable:
    """A whole number and, where it was written as a calculation, that. Never raises."""
    text = text.strip()
    if (match := _GROUPED.fullmatch(text)) is not None:
        return int(text.replace(match[1], "")), ""
    tree = parse(text)
    if isinstance(tree, Unreadable):
        return Unreadable(f"{tree.help} Write a whole number: 101770, or how it comes about.")
    value = value_of(tree)
    if value is None or not 0 <= value < MOST:
        return Unreadable(f"“{text}” is no number of parameters.")
    if value != int(value):
        return Unreadable(f"“{text}” is {value:.12g}; a number of parameters is whole.")
    return int(value), "" if isinstance(tree, Number) else text_of(tree)
