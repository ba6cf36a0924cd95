"""Each thing on the left has its partner on the right."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, JsonValue, model_validator

from grader.documents import Document

from ..rendering import Markdown
from .answers import Mark, Part
from .arrangement import Arrangement, letter_of, place_of
from .asked import MOST_CHOICES, Blank, Text
from .choices import is_place, lettered, texts_stand_once
from .fielded import Fielded, given_fields, read_fields


class WrongMatch(Document):
    """A wrong partner that is expected, and what to say to who chooses it."""

    match: Text
    feedback: Text


class Pair(Document):
    """Two things that belong together. `feedback` is for every wrong partner without its own."""

    text: Text
    match: Text
    feedback: Markdown = ""
    mistakes: list[WrongMatch] = Field(default_factory=list)


class Matching(Fielded):
    """Pairs to be found. The left sides stand in the file's order, the right ones are lettered."""

    kind: Literal["matching"]
    pairs: Annotated[list[Pair], Field(min_length=2, max_length=12)]
    # Right sides that belong to nothing.
    distractors: Annotated[list[Text], Field(max_length=8)] = Field(default_factory=list)
    scoring: Literal["per_pair", "all_or_nothing"] = "per_pair"

    @model_validator(mode="after")
    def _can_be_matched(self) -> Self:
        texts_stand_once([pair.text for pair in self.pairs], "left sides")
        partners = {pair.match.strip() for pair in self.pairs}
        for distractor in self.distractors:
            if distractor.strip() in partners:
                raise ValueError(f"the distractor {distractor!r} is a right partner")
        if not 2 <= len(self.partners) <= MOST_CHOICES:
            raise ValueError("two different right sides are needed at least")
        for pair in self.pairs:
            for mistake in pair.mistakes:
                if mistake.match.strip() not in self.partners:
                    raise ValueError(f"the mistake {mistake.match!r} is none of the right sides")
                if mistake.match.strip() == pair.match.strip():
                    raise ValueError(f"the mistake {mistake.match!r} is the right partner")
        return self

    @property
    def partners(self) -> list[str]:
        """Every right side once; its place here is its identity."""
        texts = [*(pair.match for pair in self.pairs), *self.distractors]
        return [*dict.fromkeys(text.strip() for text in texts)]

    def read(self, sent: JsonValue, arrangement: Arrangement) -> JsonValue:
        """{"1": "c"} for the first left side and the partner under c; a place for each letter."""
        order = arrangement.scrambled(len(self.partners))
        fields = read_fields(sent, self._names)
        return {name: place_of(order, letter) for name, letter in fields.items()} or None

    def show(self, answer: JsonValue, arrangement: Arrangement) -> JsonValue:
        """A letter for each place."""
        order = arrangement.scrambled(len(self.partners))
        letters = {name: letter_of(order, place) for name, place in given_fields(answer).items()}
        return {name: letter for name, letter in letters.items() if letter is not None} or None

    def blanks(self, arrangement: Arrangement) -> tuple[Blank, ...]:
        """One field a left side, with every right side in it."""
        order = arrangement.scrambled(len(self.partners))
        options = lettered(self.partners, order)
        return tuple(
            Blank(name, pair.text, options)
            for name, pair in zip(self._names, self.pairs, strict=True)
        )

    def mark(self, answer: JsonValue, evidence: JsonValue = None) -> Mark:
        """The share of pairs that are right."""
        given = given_fields(answer)
        if not any(is_place(given.get(name), len(self.partners)) for name in self._names):
            return self.unanswered()
        parts = tuple(
            self._part(pair, given.get(name))
            for name, pair in zip(self._names, self.pairs, strict=True)
        )
        share = sum(part.is_right for part in parts) / len(parts)
        if self.scoring == "all_or_nothing" and share < 1:
            share = 0.0
        return self.share(share, parts=parts)

    def right_answer(self) -> JsonValue:
        """Every left side with its partner."""
        return {
            name: self.partners.index(pair.match.strip())
            for name, pair in zip(self._names, self.pairs, strict=True)
        }

    @property
    def _names(self) -> list[str]:
        return [str(number) for number in range(1, len(self.pairs) + 1)]

    def _part(self, pair: Pair, place: JsonValue) -> Part:
        given = self.partners[place] if is_place(place, len(self.partners)) else ""
        is_right = given == pair.match.strip()
        feedback = ""
        if not is_right:
            own = (each.feedback for each in pair.mistakes if each.match.strip() == given)
            feedback = next(own, pair.feedback)
        return Part(pair.text, given, pair.match, is_right, feedback, is_chosen=True)
