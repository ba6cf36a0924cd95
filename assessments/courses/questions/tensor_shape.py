"""The shape of a tensor."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, JsonValue, model_validator

from grader.documents import Document

from .answers import Mark, Reading, Shape, Unreadable
from .arrangement import Arrangement
from .asked import Asked, Text
from .formula import VariableName
from .tensor_shapes import TensorShape, read_shape
from .texts import given_line, read_line

WrittenShape = Annotated[str, Field(min_length=1, max_length=200)]


class WrongTensorShape(Document):
    """A wrong shape that is expected, and what to say to who gives it."""

    shape: WrittenShape
    feedback: Text


class TensorShapeQuestion(Asked):
    """The shape of a tensor: all sizes right and in order. Sizes may be named by `symbols`."""

    shape: ClassVar[Shape] = "text"

    kind: Literal["tensor_shape"]
    answer: WrittenShape
    symbols: Annotated[list[VariableName], Field(max_length=12)] = Field(default_factory=list)
    mistakes: list[WrongTensorShape] = Field(default_factory=list)

    @model_validator(mode="after")
    def _shapes_can_be_read(self) -> Self:
        answer = self._parsed(self.answer)
        for mistake in self.mistakes:
            if self._parsed(mistake.shape).equals(answer, self.symbols):
                raise ValueError(f"the mistake {mistake.shape!r} is the right shape")
        return self

    def read(self, sent: JsonValue, arrangement: Arrangement) -> JsonValue:
        """The text as it was typed."""
        return read_line(sent)

    def how_read(self, answer: JsonValue) -> Reading:
        """The sizes in brackets, and how many they are."""
        text = given_line(answer)
        if text is None:
            return Reading()
        read = read_shape(text, self.symbols)
        if isinstance(read, Unreadable):
            return Reading(problem=read.help)
        count = len(read.sizes)
        return Reading(understood=f"{read}, {count} dimension{'' if count == 1 else 's'}")

    def mark(self, answer: JsonValue, evidence: JsonValue = None) -> Mark:
        """All or nothing; where the author foresaw nothing, what differs is said."""
        text = given_line(answer)
        if text is None:
            return self.unanswered()
        read = read_shape(text, self.symbols)
        if isinstance(read, Unreadable):
            return self.unreadable()
        right = self._parsed(self.answer)
        if read.equals(right, self.symbols):
            return self.right()
        for mistake in self.mistakes:
            if read.equals(self._parsed(mistake.shape), self.symbols):
                return self.wrong(mistake.feedback)
        return self.wrong(self._difference(read, right))

    def right_answer(self) -> JsonValue:
        """As the author wrote it."""
        return self.answer

    def expected_mistakes(self) -> list[tuple[JsonValue, str]]:
        """Each with its feedback."""
        return [(each.shape, each.feedback) for each in self.mistakes]

    def in_words(self, answer: JsonValue) -> tuple[str, str]:
        """What was typed, and the right shape."""
        return answer if isinstance(answer, str) else "", str(self._parsed(self.answer))

    def _parsed(self, text: str) -> TensorShape:
        read = read_shape(text, self.symbols)
        if isinstance(read, Unreadable):
            raise ValueError(read.help)
        return read

    def _difference(self, given: TensorShape, right: TensorShape) -> str:
        if len(given.sizes) != len(right.sizes):
            return (
                f"Your shape has {len(given.sizes)} dimensions; the tensor has {len(right.sizes)}."
            )
        count = range(len(right.sizes))
        differing = [
            place + 1 for place in count if not given.has_same(place, right, place, self.symbols)
        ]
        left = [*count]
        for place in count:
            match = next(
                (other for other in left if given.has_same(place, right, other, self.symbols)), None
            )
            if match is not None:
                left.remove(match)
        if not left:
            return "All sizes are right, but not in this order."
        if len(differing) == 1:
            return f"All sizes are right but that of dimension {differing[0]}, counted from 1."
        return (
            f"The sizes of dimensions {', '.join(map(str, differing))} (counted from 1) are wrong."
        )
