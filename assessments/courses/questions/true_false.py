"""A statement that holds or does not."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import Field, JsonValue, model_validator

from grader.documents import Document

from ..rendering import Markdown
from .answers import Mark, Shape, WrongShape
from .arrangement import Arrangement
from .asked import Asked

WORDS = {True: "True", False: "False"}


class TrueFalseFeedback(Document):
    """What is said to who answered true, and to who answered false."""

    true: Markdown = ""
    false: Markdown = ""

    @model_validator(mode="before")
    @classmethod
    def _bare_words_are_meant(cls, data: Any) -> Any:
        # YAML reads an unquoted key `true:` as the truth value, not as the word.
        if isinstance(data, dict):
            names = {True: "true", False: "false"}
            return {names[key] if isinstance(key, bool) else key: data[key] for key in data}
        return data


class TrueFalse(Asked):
    """A statement that holds or does not."""

    shape: ClassVar[Shape] = "truth"

    kind: Literal["true_false"]
    answer: bool
    feedback: TrueFalseFeedback = Field(default_factory=TrueFalseFeedback)

    def read(self, sent: JsonValue, arrangement: Arrangement) -> JsonValue:
        """A truth value as it is."""
        if not isinstance(sent, bool):
            raise WrongShape("The answer must be true or false.")
        return sent

    def mark(self, answer: JsonValue, evidence: JsonValue = None) -> Mark:
        """All or nothing."""
        if not isinstance(answer, bool):
            return self.unanswered()
        feedback = self.feedback.true if answer else self.feedback.false
        if answer == self.answer:
            return self.right(feedback)
        return self.wrong(feedback)

    def right_answer(self) -> JsonValue:
        """The truth value."""
        return self.answer

    def in_words(self, answer: JsonValue) -> tuple[str, str]:
        """The words."""
        return WORDS[answer] if isinstance(answer, bool) else "", WORDS[self.answer]
