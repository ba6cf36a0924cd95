"""One of several choices is right."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import JsonValue, model_validator

from .answers import Mark, Shape
from .arrangement import Arrangement, letter_of, place_of
from .choices import Choosing, texts_stand_once


class SingleChoice(Choosing):
    """One of several choices is right."""

    shape: ClassVar[Shape] = "one"

    kind: Literal["single_choice"]

    @model_validator(mode="after")
    def _exactly_one_is_correct(self) -> Self:
        if len(self.correct) != 1:
            raise ValueError(
                f"exactly one choice must have `correct: true`, here {len(self.correct)} have; "
                "where several are right, the kind is multiple_choice"
            )
        texts_stand_once([choice.text for choice in self.choices])
        return self

    def read(self, sent: JsonValue, arrangement: Arrangement) -> JsonValue:
        """A letter becomes a place."""
        return place_of(arrangement.order(len(self.choices)), sent)

    def show(self, answer: JsonValue, arrangement: Arrangement) -> JsonValue:
        """A place becomes a letter."""
        return letter_of(arrangement.order(len(self.choices)), answer)

    def mark(self, answer: JsonValue, evidence: JsonValue = None) -> Mark:
        """All or nothing."""
        chosen = self.places_among([answer])
        if not chosen:
            return self.unanswered()
        if chosen == self.correct:
            return Mark(self.points, self.points, "right", chosen=chosen)
        return Mark(0.0, self.points, "wrong", chosen=chosen)

    def right_answer(self) -> JsonValue:
        """The place of the one that is right."""
        return next(iter(self.correct))
