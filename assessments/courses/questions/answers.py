"""What every kind of question says of an answer: how it was read, and what it is worth."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Verdict: TypeAlias = Literal[
    "right", "partly_right", "wrong", "unanswered", "unreadable", "being_checked", "to_be_marked"
]
# What an answer looks like on the way in and out, and which fields a page has for it:
# text    one line or more             "0.25"
# one     the letter of one option     "b"
# many    letters of options           ["a", "d"]
# truth   true or false                true
# fields  named texts                  {"1": "c", "2": "a"}
Shape: TypeAlias = Literal["text", "one", "many", "truth", "fields"]

# Who else has to look at an answer before it can be marked.
Awaits: TypeAlias = Literal["nobody", "cell", "person"]


class WrongShape(ValueError):
    """What was sent cannot be an answer to this question; the message tells what would be."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A text that cannot be understood, and what to do about it."""

    help: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How a stored answer was read, or why it could not be; both empty where nobody can doubt it."""

    understood: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an answer with several: a blank, a pair, a place in an order.

    `label` and `feedback` are Markdown; `given` and `right_answer` are as they were typed, unless
    `is_chosen`: then they are texts of the author's, and Markdown too.
    """

    label: str
    given: str
    right_answer: str
    is_right: bool
    feedback: str = ""
    is_chosen: bool = False
    # Whether `given` is points by a rubric and no answer.
    is_scored: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """What an answer is worth: 0 <= points <= max_points, and what to say about it (Markdown).

    Feedback on choices stands with the choices; `feedback` is on the answer as a whole.
    """

    points: float
    max_points: float
    verdict: Verdict
    feedback: str = ""
    # The places in the file of the choices that were taken.
    chosen: frozenset[int] = field(default_factory=frozenset)
    parts: tuple[Part, ...] = ()

    @property
    def is_waiting(self) -> bool:
        """Whether the points are not known yet: a cell or a person has to look at the answer."""
        return self.verdict in {"being_checked", "to_be_marked"}
