"""Reads a quantity as a person types it: a number or an arithmetic expression, maybe with a unit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .answers import Unreadable
from .evaluating import text_of, value_of
from .expressions import Number, parse

_PLAIN_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_WITH_UNIT = re.compile(r"(?P<number>.*[0-9.)])\s*(?P<unit>[^\W\d_][^\d\s]*|%)")
_PREFIXES = {
    "p": 1e-12, "n": 1e-9, "u": 1e-6, "\N{MICRO SIGN}": 1e-6, "\N{GREEK SMALL LETTER MU}": 1e-6,
    "m": 1e-3, "c": 1e-2, "": 1.0, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15,
    "Ki": 2.0**10, "Mi": 2.0**20, "Gi": 2.0**30, "Ti": 2.0**40,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in the question's own unit, and how it was understood."""

    value: float
    understood: str


@dataclass(frozen=True, slots=True)
class Notation:
    """What may be written besides a plain number."""

    unit: str | None = None
    # Whether the unit may carry a prefix: 250 ms where the unit is s, 2 MiB where it is B.
    prefixes: bool = False
    expressions: bool = True


def read_quantity(text: str, notation: Notation) -> Quantity | Unreadable:
    """The quantity, or what is wrong with the text. Never raises; its work is bounded."""
    number, factor, unit = _split(text.strip().replace("\N{MINUS SIGN}", "-"), notation)
    if unit is not None:
        return Unreadable(
            f"“{text}” is in “{unit}”. "
            + (f"Write it in {notation.unit}." if notation.unit else "Write the number alone.")
        )
    if _PLAIN_NUMBER.fullmatch(number):
        value: float | None = float(number) * factor
        return _finite(text, value, f"{value:.12g}", notation)
    if (wrong := _what_is_wrong(number, notation)) is not None:
        return Unreadable(f"“{text}” {wrong}")
    tree = parse(number)
    if isinstance(tree, Unreadable):
        return tree
    value = value_of(tree)
    if value is None:
        return Unreadable(f"“{text}” has no value that is a finite number.")
    value *= factor
    if isinstance(tree, Number):
        return _finite(text, value, f"{value:.12g}", notation)
    return _finite(text, value, f"{text_of(tree)} = {value:.12g}", notation)


def _finite(
    text: str, value: float | None, understood: str, notation: Notation
) -> Quantity | Unreadable:
    if value is None or abs(value) > 1e300:
        return Unreadable(f"“{text}” is too large a number.")
    unit = f" {notation.unit}" if notation.unit and notation.prefixes else ""
    return Quantity(value, understood + unit)


def _split(text: str, notation: Notation) -> tuple[str, float, str | None]:
    """The number, what to multiply it by, and the unit where it is none of the question's."""
    if notation.unit is not None and text.endswith(notation.unit):
        number = text.removesuffix(notation.unit)
        if number and not number[-1].isalpha():
            return number.rstrip(), 1.0, None
    match = _WITH_UNIT.fullmatch(text)
    if match is None:
        return text, 1.0, None
    number, unit = match["number"], match["unit"]
    if notation.unit is not None and notation.prefixes and unit.endswith(notation.unit):
        factor = _PREFIXES.get(unit.removesuffix(notation.unit))
        if factor is not None:
            return number, factor, None
    if _PLAIN_NUMBER.fullmatch(number) and not _PLAIN_NUMBER.fullmatch(text):
        # 2pi is an expression, 2px is not.
        if notation.expressions and not isinstance(parse(text), Unreadable):
            return text, 1.0, None
        return number, 1.0, unit
    return text, 1.0, None


def _what_is_wrong(number: str, notation: Notation) -> str | None:
    """The faults that people make most; None leaves the text to the grammar, if it may come in."""
    if re.search(r"[0-9],[0-9]", number) and "(" not in number:
        return (
            "has a comma. Write a point as the decimal mark: 0.25, and nothing between thousands."
        )
    if _PLAIN_NUMBER.fullmatch(re.sub(r"[\s_']", "", number)):
        return "has a gap in it. Write the number in one piece: 12000."
    if not re.search(r"[0-9]|pi|e", number):
        return "cannot be read as a number. Write it plainly: 0.25, -3 or 1e-3."
    if notation.expressions:
        return None
    if "/" in number:
        return "is a fraction. Work it out and write one number, such as 0.25."
    return "cannot be read as a number. Write it plainly: 0.25, -3 or 1e-3."
