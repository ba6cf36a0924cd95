"""Reads the shape of a tensor: (N, 64, 14, 14), with sizes that may be symbols or arithmetic."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

from .answers import Unreadable
from .evaluating import same, text_of, value_of
from .expressions import LONGEST, Tree, names_in, parse

MOST_DIMENSIONS = 12
# Multiples of this make H/2 and the like whole numbers.
_STEP = 720720


@dataclass(frozen=True, slots=True)
class TensorShape:
    """The sizes of a tensor, each an expression in symbols."""

    sizes: tuple[Tree, ...]

    def __str__(self) -> str:
        inner = ", ".join(_number(size) for size in self.sizes)
        return f"({inner},)" if len(self.sizes) == 1 else f"({inner})"

    def has_same(self, one: int, other: TensorShape, place: int, symbols: Collection[str]) -> bool:
        """Whether the size at `one` is the other shape's at `place`, whatever the symbols stand for."""
        domains = dict.fromkeys(symbols, (1.0 * _STEP, 9.0 * _STEP))
        return same(self.sizes[one], other.sizes[place], domains, "sizes")

    def equals(self, other: TensorShape, symbols: Collection[str]) -> bool:
        """Whether both are the same shape, whatever the symbols stand for."""
        return len(self.sizes) == len(other.sizes) and all(
            self.has_same(place, other, place, symbols) for place in range(len(self.sizes))
        )


def read_shape(text: str, symbols: Collection[str] = ()) -> TensorShape | Unreadable:
    """A shape in brackets or without: (2, 3), [2, 3], 2, 3, 2x3, torch.Size([2, 3]). Never raises."""
    if len(text) > LONGEST:
        return Unreadable(f"The shape is longer than {LONGEST} characters.")
    if text.count("(") + text.count("[") != text.count(")") + text.count("]"):
        return Unreadable(f"“{text.strip()}” cannot be read: a bracket is missing or too many.")
    inner = _without_brackets(text.strip())
    if inner is None:
        return Unreadable(
            f"“{text.strip()}” is not a shape. Write its sizes in brackets: (8, 3, 32, 32)."
        )
    if not inner.strip():
        return TensorShape(())
    written = _split(inner)
    if len(written) > MOST_DIMENSIONS:
        return Unreadable(f"“{text.strip()}” has more than {MOST_DIMENSIONS} dimensions.")
    sizes = []
    for number, each in enumerate(written, start=1):
        size = _read_size(each, symbols)
        if isinstance(size, str):
            return Unreadable(f"“{text.strip()}” cannot be read: dimension {number} {size}")
        sizes.append(size)
    return TensorShape(tuple(sizes))


def _without_brackets(text: str) -> str | None:
    for prefix in ("torch.Size", "Size"):
        text = text.removeprefix(prefix).strip()
    while text[:1] in {"(", "["} and text:
        closing = {"(": ")", "[": "]"}[text[0]]
        if not text.endswith(closing) or not _closes_at_end(text):
            break
        text = text[1:-1].strip()
        if not text:
            return ""
    if not text or "[" in text or "]" in text:
        return None
    return text.removesuffix(",") if "," in text else text


def _closes_at_end(text: str) -> bool:
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter in "([") - (letter in ")]")
        if depth == 0:
            return place == len(text) - 1
    return False


def _split(inner: str) -> list[str]:
    """At commas outside brackets; where there is none, at × between sizes."""
    parts, depth, start = [], 0, 0
    for place, letter in enumerate(inner):
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            parts.append(inner[start:place])
            start = place + 1
    parts.append(inner[start:])
    if len(parts) == 1:
        spaced = inner.replace("\N{MULTIPLICATION SIGN}", " x ").split()
        if "x" in spaced:
            return " ".join(spaced).split(" x ")
        digits = inner.replace(" ", "").split("x")
        if len(digits) > 1 and all(digit.isascii() and digit.isdigit() for digit in digits):
            return digits
    return parts


def _read_size(text: str, symbols: Collection[str]) -> Tree | str:
    """One size, or what is wrong with it."""
    if not text.strip():
        return "is empty."
    tree = parse(text.replace("//", "/"), symbols)
    if isinstance(tree, Unreadable):
        reason = tree.help.partition("cannot be read: ")[2] or tree.help
        return f"(“{text.strip()}”): {reason}"
    if names_in(tree) & set(symbols):
        return tree
    value = value_of(tree)
    if value is None or value != math.floor(value) or not 0 <= value < 2**53:
        return f"(“{text.strip()}”) is no whole number from 0 on."
    return tree


def _number(size: Tree) -> str:
    value = value_of(size) if not names_in(size) else None
    return text_of(size) if value is None else str(int(value))
