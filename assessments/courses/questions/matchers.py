"""Ordered rules for typed words: the first one that fits says what they are worth, and why."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Self

import re2
from pydantic import Field, model_validator

from grader.documents import Document

from ..rendering import Markdown

Word = Annotated[str, Field(min_length=1, max_length=200)]
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-"})


class Matcher(Document):
    """One rule: any of some words, a pattern for the whole answer, or words it must contain.

    Patterns are RE2's, which takes time in proportion to the text whatever the pattern: no answer
    can make it run away, and no author has to know how to prevent it.
    """

    any_of: Annotated[list[Word], Field(min_length=1, max_length=50)] | None = None
    pattern: Annotated[str, Field(min_length=1, max_length=500)] | None = None
    contains: Annotated[list[Word], Field(min_length=1, max_length=20)] | None = None
    # How many letters may be wrong, missing or too many in `any_of`.
    typos: Annotated[int, Field(ge=0, le=3)] = 0
    # The share of the points.
    credit: Annotated[float, Field(ge=0, le=1)] = 1.0
    feedback: Markdown = ""

    @model_validator(mode="after")
    def _is_one_rule(self) -> Self:
        if sum(each is not None for each in (self.any_of, self.pattern, self.contains)) != 1:
            raise ValueError("a rule is one of `any_of`, `pattern` and `contains`")
        if self.typos and self.any_of is None:
            raise ValueError("`typos` are allowed in `any_of` alone")
        if self.pattern is not None:
            try:
                re2.compile(self.pattern)
            except re2.error as error:
                raise ValueError(f"not a pattern: {_reason(error)}") from None
        return self

    def fits(self, text: str, *, case: bool) -> bool:
        """Whether the rule fits an answer."""
        given = plain(text, case=case)
        if self.pattern is not None:
            # RE2's own flag, for a pattern may have capital letters of its own.
            pattern = self.pattern if case else f"(?i){self.pattern}"
            return re2.fullmatch(pattern, given) is not None
        if self.contains is not None:
            return all(plain(word, case=case) in given for word in self.contains)
        return any(
            _distance(given, plain(word, case=case), self.typos) <= self.typos
            for word in self.any_of or ()
        )


def plain(text: str, *, case: bool) -> str:
    """The text as it is compared: single spaces, straight quotes, no full stop at the end."""
    text = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    text = re.sub(r"\s+", " ", text).strip().rstrip(".!").strip()
    return text if case else text.casefold()


def _distance(one: str, other: str, most: int) -> int:
    """How many letters have to change, come or go; anything above `most` where it is more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    row = list(range(len(other) + 1))
    for count, letter in enumerate(one, start=1):
        previous, row[0] = row[0], count
        for place, there in enumerate(other, start=1):
            previous, row[place] = (
                row[place],
                min(previous + (letter != there), row[place] + 1, row[place - 1] + 1),
            )
        if min(row) > most:
            return most + 1
    return row[-1]


def _reason(error: Exception) -> str:
    reason = error.args[0] if error.args else ""
    return reason.decode(errors="replace") if isinstance(reason, bytes) else str(reason)
