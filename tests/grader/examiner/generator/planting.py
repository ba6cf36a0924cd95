"""What a planted mistake is: a change of a correct program's pieces, and what it makes untrue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from .parts import Lines, Parts
from .recipe import Recipe

Suits = Callable[[Recipe], bool]
Change = Callable[[Recipe, Parts], Parts]


def anywhere(recipe: Recipe) -> bool:
    """For mistakes that any program can have."""
    return True


@dataclass(frozen=True, slots=True)
class Mistake:
    """One way to make one mistake.

    `recipe` holds choices the program must have for the mistake to be possible and to matter, `truth`
    what is no longer true, `also` codes that may be named besides.
    """

    code: str
    change: Change
    suits: Suits = anywhere
    recipe: dict[str, Any] = field(default_factory=dict)
    truth: dict[str, Any] = field(default_factory=dict)
    also: tuple[str, ...] = ()


def but(**changes: Any) -> Change:
    """A change that sets pieces outright."""
    return lambda recipe, parts: replace(parts, **changes)


def swapped(piece: str, old: str, new: str) -> Change:
    """A change that replaces text in one piece; the text must be there."""

    def change(recipe: Recipe, parts: Parts) -> Parts:
        value = getattr(parts, piece)
        width = str(recipe.width)
        before, after = old.replace("{width}", width), new.replace("{width}", width)
        if isinstance(value, str):
            assert before in value, (before, value)
            return replace(parts, **{piece: value.replace(before, after)})
        assert any(before in line for line in value), (before, value)
        return replace(parts, **{piece: tuple(line.replace(before, after) for line in value)})

    return change


def without(lines: Lines, *words: str) -> Lines:
    """The lines that hold none of the words."""
    return tuple(line for line in lines if not any(word in line for word in words))
