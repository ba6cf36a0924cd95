"""Some of several choices are right, and every right one is to be ticked."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import JsonValue, model_validator

from .answers import Mark, Shape, WrongShape
from .arrangement import Arrangement, letter_of, place_of
from .choices import Choosing, texts_stand_once


class MultipleChoice(Choosing):
    """Some of several choices are right, and every right one is to be ticked.

    `scoring`, with r of R right choices and w of W wrong ones ticked:

    per_choice       r/R - w/W, never below zero: guessing gains nothing
    every_decision   (r + W - w) / (R + W): each choice, ticked or left, counts the same
    coverage         r/R * r/(r + w): the share found, times the share of ticks that are right
    all_or_nothing   1 where exactly the right ones are ticked, else 0
    """

    shape: ClassVar[Shape] = "many"

    kind: Literal["multiple_choice"]
    scoring: Literal["per_choice", "every_decision", "coverage", "all_or_nothing"] = "per_choice"

    @model_validator(mode="after")
    def _some_are_correct_and_some_are_not(self) -> Self:
        if not self.correct:
            raise ValueError(
                "no choice has `correct: true`; then leaving all empty would be the right answer, "
                "which cannot be told from not answering"
            )
        if len(self.correct) == len(self.choices):
            raise ValueError("every choice is correct; then ticking everything would be right")
        texts_stand_once([choice.text for choice in self.choices])
        return self

    def read(self, sent: JsonValue, arrangement: Arrangement) -> JsonValue:
        """Letters become places, sorted and once; no letter is no answer."""
        if not isinstance(sent, list):
            raise WrongShape("The answer must be a list of choices' letters.")
        order = arrangement.order(len(self.choices))
        return [*sorted({place_of(order, letter) for letter in sent})] or None

    def show(self, answer: JsonValue, arrangement: Arrangement) -> JsonValue:
        """Places become letters."""
        if not isinstance(answer, list):
            return None
        order = arrangement.order(len(self.choices))
        letters = (letter_of(order, place) for place in answer)
        return [*sorted(letter for letter in letters if letter is not None)] or None

    def mark(self, answer: JsonValue, evidence: JsonValue = None) -> Mark:
        """By the rule of `scoring`."""
        chosen = self.places_among(answer if isinstance(answer, list) else [])
        if not chosen:
            return self.unanswered()
        if chosen == self.correct:
            return Mark(self.points, self.points, "right", chosen=chosen)
        share = self._share(chosen)
        return Mark(
            self.points * share,
            self.points,
            "partly_right" if share > 0 else "wrong",
            chosen=chosen,
        )

    def right_answer(self) -> JsonValue:
        """Every right place."""
        return [*sorted(self.correct)]

    def _share(self, chosen: frozenset[int]) -> float:
        right, wrong = len(self.correct), len(self.choices) - len(self.correct)
        hits, slips = len(chosen & self.correct), len(chosen - self.correct)
        match self.scoring:
            case "per_choice":
                return max(0.0, hits / right - slips / wrong)
            case "every_decision":
                return (hits + wrong - slips) / (right + wrong)
            case "coverage":
                return hits / right * hits / (hits + slips)
            case "all_or_nothing":
                return 0.0
