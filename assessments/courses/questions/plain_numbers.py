"""Reads a number as a person types it, or says what is wrong with it."""

from __future__ import annotations

import math
import re

from .answers import Unreadable

_PLAIN_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


def read_number(text: str, unit: str | None = None) -> float | Unreadable:
    """A plain decimal number, with or without the unit behind it."""
    number = text.strip().replace("\N{MINUS SIGN}", "-")
    if unit is not None:
        number = number.removesuffix(unit).rstrip()
    if _PLAIN_NUMBER.fullmatch(number):
        value = float(number)
        if math.isinf(value):
            return Unreadable(f"“{text}” is too large a number.")
        return value
    return Unreadable(f"“{text}” {_what_is_wrong(number)}")


def _what_is_wrong(number: str) -> str:
    if "," in number:
        return (
            "has a comma. Write a point as the decimal mark: 0.25, and nothing between thousands."
        )
    if "/" in number:
        return "is a fraction. Work it out and write one number, such as 0.25."
    if _PLAIN_NUMBER.fullmatch(re.sub(r"[\s_']", "", number)):
        return "has a gap in it. Write the number in one piece: 12000."
    return "cannot be read as a number. Write it plainly: 0.25, -3 or 1e-3."
