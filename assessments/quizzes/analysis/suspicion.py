"""Which questions look wrong: every reason rests on an interval, so that chance accuses few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from .statistics import Estimate

# One in a hundred questions with fair variants is named by this alone.
UNFAIR = 0.01
# So many of the better half must have given an answer before it is held against the key.
LEAST_UPPER = 5


class Taken(Protocol):
    """What is needed of an option."""

    @property
    def is_right(self) -> bool:
        """Whether the key says so."""

    @property
    def upper(self) -> int:
        """How many of the better half took it."""

    @property
    def with_rest(self) -> Estimate | None:
        """Whether those took it who know the rest."""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """One reason to look at a question again. The lower the rank, the stronger."""

    rank: int
    text: str


def suspicions(
    *,
    difficulty: Estimate | None,
    discrimination: Estimate | None,
    options: Sequence[Taken],
    variants_p: float | None,
    guess: float | None,
) -> tuple[Suspicion, ...]:
    """All reasons there are."""
    found = []
    if _key_is_doubtful(options):
        found.append(
            Suspicion(1, "Those who know the rest give an answer that the key calls wrong.")
        )
    if discrimination is not None and discrimination.high < 0:
        found.append(Suspicion(2, "Those who know the rest do worse here than those who do not."))
    if difficulty is not None and guess is not None and difficulty.high < guess:
        found.append(Suspicion(3, "Blind guessing would do better."))
    if variants_p is not None and variants_p < UNFAIR:
        found.append(Suspicion(4, f"Its variants are not equally hard (p = {variants_p:.2g})."))
    return tuple(found)


def _key_is_doubtful(options: Sequence[Taken]) -> bool:
    """An answer called wrong surely goes with knowing the rest, and more so than the right one.

    The marks of the question itself are left out: whoever gives the true answer loses them.
    """
    wrong = [
        each.with_rest
        for each in options
        if not each.is_right and each.upper >= LEAST_UPPER and each.with_rest is not None
    ]
    right = [each.with_rest for each in options if each.is_right and each.with_rest is not None]
    best_wrong = max(wrong, key=lambda each: each.low, default=None)
    if best_wrong is None or best_wrong.low <= 0:
        return False
    return all(each.value < best_wrong.low for each in right)
