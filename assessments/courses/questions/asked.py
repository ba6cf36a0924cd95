"""What every question has, and what every kind of question must be able to do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field, JsonValue

from grader.documents import Document

from ..rendering import Markdown
from .answers import Mark, Reading, Shape
from .arrangement import Arrangement

# Choices are lettered on the page, a to z at most; more than twenty cannot be read anyway.
MOST_CHOICES = 20

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=80)]
Finite = Annotated[float, Field(allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("the text is empty")
    return text


Text = Annotated[Markdown, AfterValidator(_not_blank)]


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: the value that is sent for it, and its text (Markdown)."""

    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Blank:
    """One field of a question. `name` is its key in an answer of the shape "fields", else empty."""

    name: str = ""
    # Markdown.
    label: str = ""
    options: tuple[Option, ...] = ()
    unit: str = ""


class Asked(Document, ABC):
    """A question. `prompt`, `explanation` and feedback are Markdown with maths.

    Everything here is pure: the same question and the same answer always give the same.
    """

    shape: ClassVar[Shape]

    id: Slug
    prompt: Text
    points: Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)] = 1.0
    explanation: Text
    # Where to read about it: a lesson of the same module, and maybe a heading in it.
    lesson: Annotated[
        str | None,
        Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*(?:#[\w-]+)?$", max_length=200),
    ] = None

    @abstractmethod
    def read(self, sent: JsonValue, arrangement: Arrangement) -> JsonValue:
        """What is to be stored for `sent`, which may be any JSON but null; null is no answer.

        Raises WrongShape.
        """

    @abstractmethod
    def mark(self, answer: JsonValue) -> Mark:
        """The mark of a stored answer. Never raises: what is no answer earns nothing."""

    @abstractmethod
    def right_answer(self) -> JsonValue:
        """A stored answer that earns everything; null where only a cell or a person can tell."""

    def show(self, answer: JsonValue, arrangement: Arrangement) -> JsonValue:
        """The opposite of `read`: a stored answer as its learner's page names it."""
        return answer

    def how_read(self, answer: JsonValue) -> Reading:
        """What to tell the learner about a stored answer before it counts. Never raises."""
        return Reading()

    def blanks(self, arrangement: Arrangement) -> tuple[Blank, ...]:
        """The fields a page has for the answer."""
        return (Blank(),)

    def in_words(self, answer: JsonValue) -> tuple[str, str]:
        """The answer as it was given and as it is right; empty where choices or parts tell it."""
        return "", ""

    def unanswered(self) -> Mark:
        """The mark of no answer."""
        return Mark(0.0, self.points, "unanswered")
