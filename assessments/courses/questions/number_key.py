"""The key of a number: its value, how near is near enough, and the mistakes that are expected."""

from __future__ import annotations

import math
from typing import Annotated, Self

from pydantic import Field, model_validator

from grader.documents import Document

from .answers import Unreadable
from .asked import Finite, Positive, Text
from .quantities import Notation, Quantity, read_quantity


class Tolerance(Document):
    """How far from the answer a number may be.

    `absolute` is a difference, `relative` a share of the answer, `significant_digits` half a unit in
    that digit of the answer.
    """

    absolute: Positive | None = None
    relative: Annotated[float | None, Field(gt=0, lt=1)] = None
    significant_digits: Annotated[int | None, Field(ge=1, le=12)] = None

    @model_validator(mode="after")
    def _exactly_one_is_given(self) -> Self:
        if sum(each is not None for each in self.__dict__.values()) != 1:
            raise ValueError(
                "give either `absolute` or `relative` or `significant_digits`, and not both"
            )
        return self

    def around(self, answer: float) -> float:
        """The greatest difference from `answer` that is still accepted."""
        if self.absolute is not None:
            return self.absolute
        if self.relative is not None:
            return self.relative * abs(answer)
        assert self.significant_digits is not None
        if answer == 0:
            return 0.0
        return 0.5 * 10.0 ** (math.floor(math.log10(abs(answer))) - self.significant_digits + 1)

    def accepts(self, value: float, answer: float) -> bool:
        """Whether `value` is near enough; the bound itself is, whatever binary rounding did."""
        bound = self.around(answer)
        slack = 1e-12 * max(abs(answer), bound)
        return abs(value - answer) <= bound + slack

    def in_words(self) -> str:
        """What is accepted, as one reads it behind the answer."""
        if self.absolute is not None:
            return f"± {self.absolute:.6g} was accepted"
        if self.relative is not None:
            return f"± {100 * self.relative:.6g} % was accepted"
        plural = "" if self.significant_digits == 1 else "s"
        return f"{self.significant_digits} significant digit{plural} had to be right"


class Mistake(Document):
    """A wrong number that is expected, and what to say to who gives it."""

    value: Finite
    feedback: Text


class NumberKey(Document):
    """A number, judged within a tolerance."""

    answer: Finite
    tolerance: Tolerance
    unit: Annotated[str | None, Field(min_length=1, max_length=40)] = None
    # Whether the unit may carry a prefix: 250 ms for 0.25 s.
    prefixes: bool = False
    # Whether an expression may be written instead of its value.
    expressions: bool = True
    mistakes: list[Mistake] = Field(default_factory=list)

    @model_validator(mode="after")
    def _tolerance_fits_the_answer(self) -> Self:
        if self.answer == 0 and self.tolerance.absolute is None:
            kind = "relative tolerance" if self.tolerance.relative else "number of digits"
            raise ValueError(f"a {kind} around 0 accepts nothing else; use `absolute`")
        if self.prefixes and self.unit is None:
            raise ValueError("without a `unit` there is nothing to put `prefixes` before")
        for mistake in self.mistakes:
            if self.tolerance.accepts(mistake.value, self.answer):
                raise ValueError(
                    f"the mistake {mistake.value!r} lies within the tolerance of the right answer"
                )
        values = [mistake.value for mistake in self.mistakes]
        if len(values) != len(set(values)):
            raise ValueError("a mistake stands twice")
        return self

    def understand(self, text: str) -> Quantity | Unreadable:
        """The number that a text is."""
        return read_quantity(text, Notation(self.unit, self.prefixes, self.expressions))

    def accepts(self, value: float) -> bool:
        """Whether it is right."""
        return self.tolerance.accepts(value, self.answer)

    def feedback_on(self, value: float) -> str:
        """What the author says to a wrong number."""
        expected = [each for each in self.mistakes if self.tolerance.accepts(value, each.value)]
        nearest = min(expected, key=lambda mistake: abs(mistake.value - value), default=None)
        return nearest.feedback if nearest else ""

    def right_in_words(self) -> str:
        """The number with its unit and the width of what is accepted."""
        unit = f" {self.unit}" if self.unit else ""
        return f"{self.answer:.12g}{unit} ({self.tolerance.in_words()})"
