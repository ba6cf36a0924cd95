"""Reads what a learner sent as an answer: into the form that is stored, or a reason why not.

A choice is stored as its place in the author's file, counted from 0 in the pinned revision. The
learner never sees that place, for authors tend to write the right choice first: on the paper a
choice is known by the letter under which this attempt shows it.

    kind              sent                             stored          no answer
    single_choice     "b"                              2               None
    multiple_choice   ["a", "d"]                       [0, 2] sorted   None
    true_false        true                             true            None
    numeric           "0.25" (or the number 0.25)      the text        None
"""

from __future__ import annotations

import hashlib
import math
import re
import string
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from pydantic import JsonValue

from assessments.courses.questions import (
    MultipleChoice,
    Numeric,
    Question,
    QuizFile,
    SingleChoice,
    TrueFalse,
)

Answer: TypeAlias = int | bool | str | list[int] | None

LONGEST_TEXT = 200
_PLAIN_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


class WrongShape(ValueError):
    """What was sent cannot be an answer to this question; the message tells what would be."""


@dataclass(frozen=True)
class Unreadable:
    """A text that is no number, and what to do about it."""

    help: str


@dataclass(frozen=True)
class Reading:
    """How a stored answer was read, or why it could not be; both empty where nobody can doubt it."""

    understood: str = ""
    problem: str = ""


def choice_order(quiz: QuizFile, question: SingleChoice | MultipleChoice, seed: int) -> list[int]:
    """The choices' places in the file, in the order in which an attempt of that seed shows them.

    A pure function of seed and question id, and for ever the same one: no library's shuffle.
    """
    places = list(range(len(question.choices)))
    if not quiz.shuffle:
        return places
    return sorted(
        places,
        key=lambda place: hashlib.sha256(f"{seed}/{question.id}/{place}".encode()).digest(),
    )


def read_answer(quiz: QuizFile, question: Question, seed: int, sent: JsonValue) -> Answer:
    """What is to be stored for `sent`, which may be any JSON. Raises WrongShape."""
    if sent is None:
        return None
    match question:
        case SingleChoice():
            return _place(choice_order(quiz, question, seed), sent)
        case MultipleChoice():
            if not isinstance(sent, list):
                raise WrongShape("The answer must be a list of choices' letters.")
            order = choice_order(quiz, question, seed)
            return sorted({_place(order, letter) for letter in sent}) or None
        case TrueFalse():
            if not isinstance(sent, bool):
                raise WrongShape("The answer must be true or false.")
            return sent
        case Numeric():
            return _text(sent)


def show_answer(quiz: QuizFile, question: Question, seed: int, stored: JsonValue) -> JsonValue:
    """The opposite of `read_answer`: a stored answer as its learner's page names it."""
    if not isinstance(question, SingleChoice | MultipleChoice) or stored is None:
        return stored
    order = choice_order(quiz, question, seed)
    if isinstance(question, SingleChoice):
        return letter_of(order, stored)
    places = stored if isinstance(stored, list) else []
    letters = (letter_of(order, place) for place in places)
    return [*sorted(letter for letter in letters if letter is not None)]


def letter_of(order: Sequence[int], place: JsonValue) -> str | None:
    """The letter under which a choice is shown."""
    if isinstance(place, bool) or not isinstance(place, int) or place not in order:
        return None
    return string.ascii_lowercase[order.index(place)]


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


def how_read(question: Question, stored: JsonValue) -> Reading:
    """What to tell the learner about a stored answer before it counts."""
    if not isinstance(question, Numeric) or not isinstance(stored, str):
        return Reading()
    value = read_number(stored, question.unit)
    if isinstance(value, Unreadable):
        return Reading(problem=value.help)
    return Reading(understood=f"{value:.12g}")


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


def _place(order: Sequence[int], sent: JsonValue) -> int:
    letters = string.ascii_lowercase[: len(order)]
    if not isinstance(sent, str) or len(sent) != 1 or sent not in letters:
        raise WrongShape(f"A choice must be one of the letters {', '.join(letters)}.")
    return order[letters.index(sent)]


def _text(sent: JsonValue) -> str | None:
    if isinstance(sent, int | float) and not isinstance(sent, bool):
        sent = repr(sent)
    if not isinstance(sent, str):
        raise WrongShape("The answer must be a number, or a text that holds one.")
    if len(sent) > LONGEST_TEXT:
        raise WrongShape(f"The answer is longer than {LONGEST_TEXT} characters.")
    if not sent.isprintable():
        raise WrongShape("The answer holds characters that cannot be shown.")
    return sent.strip() or None
