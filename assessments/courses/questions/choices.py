"""What the questions with lettered choices have in common."""

from __future__ import annotations

from typing import Annotated, TypeGuard

from pydantic import Field, JsonValue

from grader.documents import Document

from ..rendering import Markdown
from .arrangement import Arrangement, letter_of
from .asked import MOST_CHOICES, Asked, Blank, Option, Text


class Choice(Document):
    """One option of a choice question; its identity is its place in the file, counted from 0."""

    text: Text
    correct: bool = False
    feedback: Markdown = ""


Choices = Annotated[list[Choice], Field(min_length=2, max_length=MOST_CHOICES)]


class Choosing(Asked):
    """A question with lettered choices."""

    choices: Choices

    @property
    def correct(self) -> frozenset[int]:
        """The places of the choices that are right."""
        return frozenset(place for place, choice in enumerate(self.choices) if choice.correct)

    def blanks(self, arrangement: Arrangement) -> tuple[Blank, ...]:
        """One field with every choice."""
        order = arrangement.order(len(self.choices))
        return (Blank(options=lettered([each.text for each in self.choices], order)),)

    def places_among(self, sent: list[JsonValue]) -> frozenset[int]:
        """The places of choices among any values."""
        return frozenset(place for place in sent if is_place(place, len(self.choices)))


def lettered(texts: list[str], order: list[int]) -> tuple[Option, ...]:
    """The texts in the order in which they are shown, each under its letter."""
    return tuple(Option(letter_of(order, place) or "", texts[place]) for place in order)


def is_place(value: JsonValue, count: int) -> TypeGuard[int]:
    """Whether any JSON is the place of one of so many things."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < count


def texts_stand_once(texts: list[str], what: str = "choices") -> None:
    """Raises ValueError where two texts are the same."""
    stripped = [text.strip() for text in texts]
    if len(stripped) != len(set(stripped)):
        raise ValueError(f"two {what} have the same text")
