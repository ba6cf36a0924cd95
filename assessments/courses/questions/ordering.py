"""Things to be put in order."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Annotated, Literal, Self

from pydantic import Field, JsonValue, model_validator

from grader.documents import Document

from ..rendering import Markdown
from .answers import Mark, Part, Reading, WrongShape
from .arrangement import Arrangement, letter_of, place_of
from .asked import Blank, Option, Text
from .choices import lettered, texts_stand_once
from .fielded import Fielded, given_fields, read_fields


class Step(Document):
    """One thing of the order. `feedback` is for who puts it elsewhere."""

    text: Text
    feedback: Markdown = ""


class Ordering(Fielded):
    """Steps to be put in order. The file has them in the right one.

    `scoring` pairs: of all pairs of steps, the share in the right order less the share in the wrong
    one, never below zero, so that a blind order gains nothing. all_or_nothing: 1 or 0.
    """

    kind: Literal["ordering"]
    steps: Annotated[list[Step], Field(min_length=3, max_length=10)]
    scoring: Literal["pairs", "all_or_nothing"] = "pairs"

    @model_validator(mode="after")
    def _steps_stand_once(self) -> Self:
        texts_stand_once([step.text for step in self.steps], "steps")
        return self

    def read(self, sent: JsonValue, arrangement: Arrangement) -> JsonValue:
        """{"a": "2"} for the step under the letter a in the second place; keys become places."""
        order = arrangement.scrambled(len(self.steps))
        names = [letter_of(order, place) or "" for place in order]
        positions = {
            str(place_of(order, letter)): self._position(value)
            for letter, value in read_fields(sent, names).items()
        }
        return dict(sorted(positions.items())) or None

    def show(self, answer: JsonValue, arrangement: Arrangement) -> JsonValue:
        """Letters again, and positions as texts."""
        order = arrangement.scrambled(len(self.steps))
        return {
            letter_of(order, place) or "": str(position)
            for place, position in self._positions(answer).items()
        } or None

    def how_read(self, answer: JsonValue) -> Reading:
        """Whether it is an order at all."""
        positions = [*self._positions(answer).values()]
        if not positions or sorted(positions) == self._places:
            return Reading()
        twice = next((each for each in positions if positions.count(each) > 1), None)
        if twice is not None:
            return Reading(problem=f"Two steps have the place {twice}; each place is for one.")
        missing = len(self.steps) - len(positions)
        return Reading(
            problem=f"{missing} step{'' if missing == 1 else 's'} have no place yet; give each one."
        )

    def blanks(self, arrangement: Arrangement) -> tuple[Blank, ...]:
        """One field a step, with every place in it; the steps are scrambled."""
        order = arrangement.scrambled(len(self.steps))
        places = tuple(Option(str(number), str(number)) for number in self._places)
        steps = lettered([step.text for step in self.steps], order)
        return tuple(Blank(step.value, step.text, places) for step in steps)

    def mark(self, answer: JsonValue, evidence: JsonValue = None) -> Mark:
        """By the rule of `scoring`."""
        positions = self._positions(answer)
        if not positions:
            return self.unanswered(self._parts(positions))
        if sorted(positions.values()) != self._places:
            return replace(self.unreadable(), parts=self._parts(positions))
        pairs = [*itertools.combinations(range(len(self.steps)), 2)]
        ordered = sum(positions[one] < positions[other] for one, other in pairs)
        share = max(0.0, (2 * ordered - len(pairs)) / len(pairs))
        if self.scoring == "all_or_nothing" and share < 1:
            share = 0.0
        return self.share(share, parts=self._parts(positions))

    def right_answer(self) -> JsonValue:
        """The order of the file."""
        return {str(place): place + 1 for place in range(len(self.steps))}

    @property
    def _places(self) -> list[int]:
        return [*range(1, len(self.steps) + 1)]

    def _position(self, value: JsonValue) -> int:
        text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
        if text not in {str(number) for number in self._places}:
            raise WrongShape(f"A place must be one of 1 to {len(self.steps)}.")
        return int(text)

    def _positions(self, answer: JsonValue) -> dict[int, int]:
        """The position of each step, by its place in the file."""
        given = given_fields(answer)
        found = {}
        for place in range(len(self.steps)):
            position = given.get(str(place))
            if isinstance(position, int) and not isinstance(position, bool):
                found[place] = position
        return found

    def _parts(self, positions: dict[int, int]) -> tuple[Part, ...]:
        return tuple(
            Part(
                label=step.text,
                given=str(positions.get(place, "")),
                right_answer=str(place + 1),
                is_right=positions.get(place) == place + 1,
                feedback="" if positions.get(place) == place + 1 else step.feedback,
            )
            for place, step in enumerate(self.steps)
        )
