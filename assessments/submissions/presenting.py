"""How a program is listed on a page: numbered lines that a finding can point to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .printable import printable_text


@dataclass(frozen=True, slots=True)
class Listing:
    """A program's lines, counted from 1 as Python counts them, each safe to look at."""

    source: str

    def __iter__(self) -> Iterator[tuple[int, str]]:
        return enumerate(printable_text(self.source).split("\n"), start=1)

    def __len__(self) -> int:
        return self.source.count("\n") + 1
