"""Which of several tries counts: the one home of the rule, for a quiz's own page and for grades. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TypeVar

from .questions.policy import Counts

Try = TypeVar("Try")


def counting_try(
    rule: Counts, tries: Sequence[Try], *, worth: Callable[[Try], float | Fraction | None]
) -> Try | None:
    """The try that counts, of tries in their order; None where they are averaged, or there is none.

    `worth` is None of a try that waits for its mark. Best is the worthiest that does not, the
    earlier one of equals; the first of all while every one waits. First and last are what they are,
    and where that one waits the result does.
    """
    if not tries or rule == "average":
        return None
    if rule == "last":
        return tries[-1]
    settled = [(value, each) for each in tries if (value := worth(each)) is not None]
    if rule == "first" or not settled:
        return tries[0]
    # `max` gives the first of equals.
    return max(settled, key=lambda pair: pair[0])[1]
