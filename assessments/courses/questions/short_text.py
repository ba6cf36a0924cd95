"""A word or a few, judged by ordered rules with feedback of their own."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, JsonValue, model_validator

from ..rendering import Markdown
from .answers import Mark, Shape
from .arrangement import Arrangement
from .asked import Asked
from .matchers import Matcher
from .texts import given_line, read_line


class ShortText(Asked):
    """A word or a few. The first rule that fits decides; where none does, `otherwise` is said."""

    shape: ClassVar[Shape] = "text"

    kind: Literal["short_text"]
    # What is shown as the right answer.
    answer: Annotated[str, Field(min_length=1, max_length=200)]
    accept: Annotated[list[Matcher], Field(min_length=1, max_length=50)]
    # Whether capital letters count.
    case: bool = False
    otherwise: Markdown = ""

    @model_validator(mode="after")
    def _the_answer_is_accepted(self) -> Self:
        first = self._first(self.answer)
        if first is None or first.credit < 1:
            raise ValueError(f"by these rules, the answer {self.answer!r} does not get everything")
        return self

    def read(self, sent: JsonValue, arrangement: Arrangement) -> JsonValue:
        """The text as it was typed."""
        return read_line(sent)

    def mark(self, answer: JsonValue, evidence: JsonValue = None) -> Mark:
        """What the first fitting rule says."""
        text = given_line(answer)
        if text is None:
            return self.unanswered()
        rule = self._first(text)
        if rule is None:
            return self.wrong(self.otherwise)
        return self.share(rule.credit, rule.feedback)

    def right_answer(self) -> JsonValue:
        """As the author wrote it."""
        return self.answer

    def in_words(self, answer: JsonValue) -> tuple[str, str]:
        """Both as they were written."""
        return answer if isinstance(answer, str) else "", self.answer

    def _first(self, text: str) -> Matcher | None:
        return next((rule for rule in self.accept if rule.fits(text, case=self.case)), None)
