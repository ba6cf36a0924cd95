"""In which order an attempt shows what its author wrote in another, and under which letters.

A choice is stored as its place in the author's file, counted from 0 in the pinned revision. The
learner never sees that place, for authors tend to write the right choice first: on the paper a
choice is known by the letter under which this attempt shows it.
"""

from __future__ import annotations

import hashlib
import string
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pydantic import JsonValue

from .answers import WrongShape


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The order of one question's choices in an attempt of that seed."""

    seed: int
    question: str
    is_shuffled: bool = True
    # For an author's own tests, which name everything by its letter in the file.
    is_as_written: bool = False

    def order(self, count: int) -> list[int]:
        """The places in the file, in the order in which they are shown.

        A pure function of seed and question id, and for ever the same one: no library's shuffle.
        """
        if not self.is_shuffled or self.is_as_written:
            return list(range(count))
        return self._drawn(count)

    def scrambled(self, count: int) -> list[int]:
        """The same for things whose order in the file is the answer: it is never shown."""
        places = list(range(count))
        if self.is_as_written:
            return places
        drawn = self._drawn(count)
        return drawn if drawn != places else [*places[1:], *places[:1]]

    def of(self, name: str) -> Arrangement:
        """The arrangement of one field of the question."""
        return replace(self, question=f"{self.question}/{name}")

    def _drawn(self, count: int) -> list[int]:
        def rank(place: int) -> bytes:
            return hashlib.sha256(f"{self.seed}/{self.question}/{place}".encode()).digest()

        return sorted(range(count), key=rank)


def as_written(question: str) -> Arrangement:
    """The arrangement that leaves everything in the order of the file."""
    return Arrangement(0, question, is_as_written=True)


def letter_of(order: Sequence[int], place: JsonValue) -> str | None:
    """The letter under which a choice is shown."""
    if isinstance(place, bool) or not isinstance(place, int) or place not in order:
        return None
    return string.ascii_lowercase[order.index(place)]


def place_of(order: Sequence[int], letter: JsonValue) -> int:
    """The place in the file of the choice that is shown under a letter. Raises WrongShape."""
    letters = string.ascii_lowercase[: len(order)]
    if not isinstance(letter, str) or len(letter) != 1 or letter not in letters:
        raise WrongShape(f"A choice must be one of the letters {', '.join(letters)}.")
    return order[letters.index(letter)]
