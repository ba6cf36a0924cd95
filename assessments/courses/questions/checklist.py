"""Several statements about one thing, each of which holds or does not."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, JsonValue, model_validator

from grader.documents import Document

from ..rendering import Markdown
from .answers import Mark, Part, WrongShape
from .arrangement import Arrangement
from .asked import Blank, Option, Text
from .choices import texts_stand_once
from .fielded import Fielded, given_fields, read_fields

_WORDS = {True: "Yes", False: "No"}
_VALUES = {"yes": True, "no": False}


class Item(Document):
    """One line of a checklist. `feedback` is for who answers it wrongly."""

    text: Text
    answer: bool
    feedback: Markdown = ""


class Checklist(Fielded):
    """Statements to be gone through one by one: yes or no to each.

    Unlike boxes to be ticked, a line that was left out can be told from one that was answered no.
    """

    kind: Literal["checklist"]
    items: Annotated[list[Item], Field(min_length=2, max_length=20)]
    # per_item: right answers less wrong ones, by their share, so that guessing gains nothing.
    scoring: Literal["per_item", "all_or_nothing"] = "per_item"

    @model_validator(mode="after")
    def _items_stand_once(self) -> Self:
        texts_stand_once([item.text for item in self.items], "items")
        return self

    def read(self, sent: JsonValue, arrangement: Arrangement) -> JsonValue:
        """{"1": "yes", "2": "no"}; yes and no become true and false."""
        fields = read_fields(sent, self._names)
        for value in fields.values():
            if not isinstance(value, str) or value not in _VALUES:
                raise WrongShape("Each line is answered with yes or no.")
        return {name: _VALUES[str(value)] for name, value in fields.items()} or None

    def show(self, answer: JsonValue, arrangement: Arrangement) -> JsonValue:
        """Yes and no again."""
        given = {name: each for name, each in given_fields(answer).items() if each in (True, False)}
        return {name: "yes" if each else "no" for name, each in given.items()} or None

    def blanks(self, arrangement: Arrangement) -> tuple[Blank, ...]:
        """One field an item, in the order of the file."""
        options = (Option("yes", "Yes"), Option("no", "No"))
        return tuple(
            Blank(name, item.text, options)
            for name, item in zip(self._names, self.items, strict=True)
        )

    def mark(self, answer: JsonValue, evidence: JsonValue = None) -> Mark:
        """By the rule of `scoring`."""
        given = {
            name: each
            for name, each in given_fields(answer).items()
            if isinstance(each, bool) and name in self._names
        }
        parts = tuple(
            self._part(item, given.get(name))
            for name, item in zip(self._names, self.items, strict=True)
        )
        if not given:
            return self.unanswered(parts)
        right = sum(part.is_right for part in parts)
        share = max(0.0, (2 * right - len(given)) / len(parts))
        if self.scoring == "all_or_nothing" and right < len(parts):
            share = 0.0
        return self.share(share, parts=parts)

    def right_answer(self) -> JsonValue:
        """The truth of every item."""
        return {name: item.answer for name, item in zip(self._names, self.items, strict=True)}

    @property
    def _names(self) -> list[str]:
        return [str(number) for number in range(1, len(self.items) + 1)]

    def _part(self, item: Item, given: bool | None) -> Part:
        is_right = given == item.answer
        return Part(
            label=item.text,
            given="" if given is None else _WORDS[given],
            right_answer=_WORDS[item.answer],
            is_right=is_right,
            feedback="" if is_right else item.feedback,
        )
