"""Typed answers as they are stored: bounded, printable, otherwise untouched."""

from __future__ import annotations

import unicodedata

from pydantic import JsonValue

from .answers import WrongShape

LONGEST_LINE = 200


def read_line(sent: JsonValue, *, longest: int = LONGEST_LINE) -> str | None:
    """One line of text, or a number as a text; None where it is blank. Raises WrongShape."""
    if isinstance(sent, int | float) and not isinstance(sent, bool):
        try:
            sent = repr(sent)
        except ValueError:  # More digits than Python writes.
            raise WrongShape(f"The answer is longer than {longest} characters.") from None
    if not isinstance(sent, str):
        raise WrongShape("The answer must be a text.")
    if len(sent) > longest:
        raise WrongShape(f"The answer is longer than {longest} characters.")
    line = _without_marks(sent)
    if not line.isprintable():
        raise WrongShape("The answer holds characters that cannot be shown.")
    return line.strip() or None


def read_lines(sent: JsonValue, *, longest: int) -> str | None:
    """Text of any number of lines, ended by `\\n` alone; None where it is blank. Raises WrongShape."""
    if not isinstance(sent, str):
        raise WrongShape("The answer must be a text.")
    if len(sent) > longest:
        raise WrongShape(f"The answer is longer than {longest} characters.")
    text = _without_marks(sent).replace("\r\n", "\n").replace("\r", "\n")
    if not all(line.replace("\t", " ").isprintable() for line in text.split("\n")):
        raise WrongShape("The answer holds characters that cannot be shown.")
    return text.rstrip() or None


def given_line(answer: JsonValue) -> str | None:
    """A stored line, or None for what is none."""
    return answer if isinstance(answer, str) and answer.strip() else None


def _without_marks(text: str) -> str:
    """The text without what nobody sees: marks of direction, joiners, a byte order mark.

    They come along when something is copied from a page, and turn a number into none.
    """
    return "".join(each for each in text if unicodedata.category(each) != "Cf")


def storable(value: JsonValue) -> JsonValue:
    """The value with every character replaced that a database cannot keep: NUL and half characters."""
    if isinstance(value, str):
        return value.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, list):
        return [storable(each) for each in value]
    if isinstance(value, dict):
        return {str(storable(key)): storable(each) for key, each in value.items()}
    return value
