"""A number, judged within a tolerance."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import JsonValue

from .answers import Mark, Reading, Shape, Unreadable
from .arrangement import Arrangement
from .asked import Asked, Blank
from .number_key import NumberKey
from .texts import given_line, read_line


class Numeric(Asked, NumberKey):
    """A number, judged within a tolerance. The unit is shown beside the field."""

    shape: ClassVar[Shape] = "text"

    kind: Literal["numeric"]

    def read(self, sent: JsonValue, arrangement: Arrangement) -> JsonValue:
        """The text as it was typed."""
        return read_line(sent)

    def how_read(self, answer: JsonValue) -> Reading:
        """The number."""
        text = given_line(answer)
        if text is None:
            return Reading()
        read = self.understand(text)
        if isinstance(read, Unreadable):
            return Reading(problem=read.help)
        return Reading(understood=read.understood)

    def mark(self, answer: JsonValue, evidence: JsonValue = None) -> Mark:
        """All or nothing; an expected mistake has its own feedback."""
        text = given_line(answer)
        if text is None:
            return self.unanswered()
        read = self.understand(text)
        if isinstance(read, Unreadable):
            return self.unreadable()
        if self.accepts(read.value):
            return self.right()
        return self.wrong(self.feedback_on(read.value))

    def right_answer(self) -> JsonValue:
        """The number as Python writes it."""
        return repr(self.answer)

    def expected_mistakes(self) -> list[tuple[JsonValue, str]]:
        """Each with its feedback."""
        return [(repr(each.value), each.feedback) for each in self.mistakes]

    def blanks(self, arrangement: Arrangement) -> tuple[Blank, ...]:
        """One field with its unit beside it."""
        return (Blank(unit=self.unit or ""),)

    def in_words(self, answer: JsonValue) -> tuple[str, str]:
        """What was typed, and the number with what is accepted."""
        return answer if isinstance(answer, str) else "", self.right_in_words()
