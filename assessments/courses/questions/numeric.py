"""A number, judged within a tolerance."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, JsonValue, model_validator

from grader.documents import Document

from .answers import Mark, Reading, Shape, Unreadable
from .arrangement import Arrangement
from .asked import Asked, Blank, Finite, Positive, Text
from .plain_numbers import read_number
from .texts import given_line, read_line


class Tolerance(Document):
    """How far from the answer a number may be: by a difference, or by a share of the answer."""

    absolute: Positive | None = None
    relative: Annotated[float | None, Field(gt=0, lt=1)] = None

    @model_validator(mode="after")
    def _exactly_one_is_given(self) -> Self:
        if (self.absolute is None) == (self.relative is None):
            raise ValueError("give either `absolute` or `relative`, and not both")
        return self

    def around(self, answer: float) -> float:
        """The greatest difference from `answer` that is still accepted."""
        if self.absolute is not None:
            return self.absolute
        assert self.relative is not None
        return self.relative * abs(answer)

    def accepts(self, value: float, answer: float) -> bool:
        """Whether `value` is near enough; the bound itself is, whatever binary rounding did."""
        bound = self.around(answer)
        slack = 1e-12 * max(abs(answer), bound)
        return abs(value - answer) <= bound + slack


class Mistake(Document):
    """A wrong number that is expected, and what to say to who gives it."""

    value: Finite
    feedback: Text


class Numeric(Asked):
    """A number, judged within a tolerance. The unit is shown beside the field."""

    shape: ClassVar[Shape] = "text"

    kind: Literal["numeric"]
    answer: Finite
    tolerance: Tolerance
    unit: Annotated[str | None, Field(min_length=1, max_length=40)] = None
    mistakes: list[Mistake] = Field(default_factory=list)

    @model_validator(mode="after")
    def _tolerance_fits_the_answer(self) -> Self:
        if self.answer == 0 and self.tolerance.relative is not None:
            raise ValueError("a relative tolerance around 0 accepts nothing else; use `absolute`")
        for mistake in self.mistakes:
            if self.tolerance.accepts(mistake.value, self.answer):
                raise ValueError(
                    f"the mistake {mistake.value!r} lies within the tolerance of the right answer"
                )
        values = [mistake.value for mistake in self.mistakes]
        if len(values) != len(set(values)):
            raise ValueError("a mistake stands twice")
        return self

    def read(self, sent: JsonValue, arrangement: Arrangement) -> JsonValue:
        """The text as it was typed."""
        return read_line(sent)

    def how_read(self, answer: JsonValue) -> Reading:
        """The number."""
        if not isinstance(answer, str):
            return Reading()
        value = read_number(answer, self.unit)
        if isinstance(value, Unreadable):
            return Reading(problem=value.help)
        return Reading(understood=f"{value:.12g}")

    def mark(self, answer: JsonValue) -> Mark:
        """All or nothing; an expected mistake has its own feedback."""
        text = given_line(answer)
        if text is None:
            return self.unanswered()
        value = read_number(text, self.unit)
        if isinstance(value, Unreadable):
            return Mark(0.0, self.points, "unreadable")
        if self.tolerance.accepts(value, self.answer):
            return Mark(self.points, self.points, "right")
        expected = [
            mistake for mistake in self.mistakes if self.tolerance.accepts(value, mistake.value)
        ]
        nearest = min(expected, key=lambda mistake: abs(mistake.value - value), default=None)
        return Mark(0.0, self.points, "wrong", nearest.feedback if nearest else "")

    def right_answer(self) -> JsonValue:
        """The number as Python writes it."""
        return repr(self.answer)

    def blanks(self, arrangement: Arrangement) -> tuple[Blank, ...]:
        """One field with its unit beside it."""
        return (Blank(unit=self.unit or ""),)

    def in_words(self, answer: JsonValue) -> tuple[str, str]:
        """The number with its unit and the width of what is accepted."""
        unit = f" {self.unit}" if self.unit else ""
        absolute, relative = self.tolerance.absolute, self.tolerance.relative
        within = f"{absolute:.6g}" if relative is None else f"{100 * relative:.6g} %"
        right = f"{self.answer:.12g}{unit} (± {within} was accepted)"
        return answer if isinstance(answer, str) else "", right
