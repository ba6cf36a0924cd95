"""The arithmetic of a course's grade: pure, exact, and its own explanation.

Points are fractions, so that 0.1 + 0.2 is 0.3 and a percentage that stands exactly on the edge of a
letter is not lost to binary digits. The only rounding is that of the whole, at the end.

Dropping lowest: of a category's n droppable items those n - k are kept that give the largest share
(sum of points) / (sum of maximums). For items of unequal maximum that is not "the k smallest
shares". With a share q in hand, the best set is the n - k items with the largest points - q * max;
its own share is the next q, until it grows no more (Dinkelbach's method for ratios: exact here, and
finite, since every step strictly improves on a finite number of sets).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal, TypeAlias

from assessments.courses.policies import Category, Policy, Rounding

# Why an item counts or does not.
Status: TypeAlias = Literal["marked", "missing", "pending", "excused", "hidden", "uncounted"]
Fate: TypeAlias = Literal["counted", "dropped_lowest", "dropped_highest", "left_out"]
ROUNDINGS = {
    "half_up": ROUND_HALF_UP,
    "half_even": ROUND_HALF_EVEN,
    "up": ROUND_CEILING,
    "down": ROUND_FLOOR,
}
ZERO, HUNDRED = Fraction(0), Fraction(100)


@lru_cache(maxsize=1 << 16)
def exact(number: float) -> Fraction:
    """The decimal number that a float is written as: 0.1 is a tenth."""
    return Fraction(repr(float(number)))


@dataclass(frozen=True, slots=True)
class Mark:
    """What one learner has at one item, after all adjustments. `points` counts only when marked."""

    item: str
    status: Status
    points: Fraction
    max_points: Fraction
    is_extra: bool = False
    may_drop: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """A mark and what became of it in its category."""

    mark: Mark
    fate: Fate


@dataclass(frozen=True, slots=True)
class CategoryGrade:
    """One category: its lines, what counts of them, and what it brings to the whole.

    `share` is points / max_points of what counts, None while nothing does. `weight` is in percent
    as written; None when the total is by points.
    """

    category: Category
    lines: tuple[Line, ...]
    points: Fraction
    max_points: Fraction

    @property
    def share(self) -> Fraction | None:
        """The part of the category's points that was reached; above 1 with extra credit."""
        return self.points / self.max_points if self.max_points else None

    @property
    def weight(self) -> Fraction | None:
        """In percent of the whole."""
        return None if self.category.weight is None else exact(self.category.weight)


@dataclass(frozen=True, slots=True)
class Grade:
    """The whole. `share` is exact; `percent` is rounded, once; both None while nothing counts."""

    categories: tuple[CategoryGrade, ...]
    share: Fraction | None
    percent: Decimal | None
    letter: str | None

    @property
    def points(self) -> Fraction:
        """The points that count, added up."""
        return sum((each.points for each in self.categories), ZERO)

    @property
    def max_points(self) -> Fraction:
        """The maximum of what counts, added up."""
        return sum((each.max_points for each in self.categories), ZERO)

    @property
    def weights_used(self) -> Fraction:
        """The weights, in percent, of the ordinary categories in which something counts."""
        return sum(
            (
                each.weight or ZERO
                for each in self.categories
                if each.share is not None and not each.category.extra_credit
            ),
            ZERO,
        )


def course_grade(
    policy: Policy, marks: Iterable[tuple[str, Mark]], *, pending_is_zero: bool
) -> Grade:
    """The grade of one learner; each mark comes with the id of its category.

    `pending_is_zero` asks what the grade were if nothing more came: what is not due, not marked or
    not begun counts as nothing. Otherwise only what is settled counts.
    """
    by_category: dict[str, list[Mark]] = {each.id: [] for each in policy.categories}
    for category_id, mark in marks:
        by_category[category_id].append(mark)
    categories = tuple(
        _category_grade(each, by_category[each.id], policy, pending_is_zero=pending_is_zero)
        for each in policy.categories
    )
    share = _weighted(categories) if policy.total == "weights" else _by_points(categories)
    percent = None if share is None else rounded(share * HUNDRED, policy.rounding)
    return Grade(categories, share, percent, letter_of(policy, percent))


def rounded(value: Fraction, rounding: Rounding) -> Decimal:
    """The value to the policy's decimals, rounded once from its exact value."""
    scale: int = 10**rounding.decimals
    scaled = value * scale
    whole = scaled.numerator // scaled.denominator
    rest = scaled - whole
    # Which side of one half is all that rounding asks of the rest.
    tail = (
        Decimal("0.5")
        if rest == Fraction(1, 2)
        else Decimal("0.25" if rest < Fraction(1, 2) else "0.75")
    )
    exactly = Decimal(whole) + (tail if rest else Decimal(0))
    units = exactly.quantize(
        Decimal(1), rounding=ROUNDINGS[rounding.mode], context=Context(prec=60)
    )
    return (units / scale).quantize(Decimal(1).scaleb(-rounding.decimals))


def letter_of(policy: Policy, percent: Decimal | None) -> str | None:
    """The letter of a rounded percentage; None without a scheme or without a percentage."""
    if percent is None:
        return None
    found = (each.letter for each in policy.letters if percent >= Decimal(repr(each.at)))
    return next(found, None)


def kept(
    marks: Sequence[Mark], *, drop_lowest: int = 0, drop_highest: int = 0
) -> tuple[list[Fate], Fraction, Fraction]:
    """What becomes of each mark, and the sums of points and maximums of those that count.

    First the lowest go, so that the share is the largest possible; then of the rest the highest, so
    that it is the smallest possible. Extra credit, items without a maximum and those that may not be
    dropped stay; of the others at least one does, if nothing else with a maximum would.
    """
    fates: list[Fate] = ["counted"] * len(marks)
    _drop(marks, fates, drop_lowest, "dropped_lowest", best=True)
    _drop(marks, fates, drop_highest, "dropped_highest", best=False)
    counted = [mark for mark, fate in zip(marks, fates, strict=True) if fate == "counted"]
    points = sum((mark.points for mark in counted), ZERO)
    maximum = sum((mark.max_points for mark in counted if not mark.is_extra), ZERO)
    return fates, points, maximum


def _drop(marks: Sequence[Mark], fates: list[Fate], count: int, fate: Fate, *, best: bool) -> None:
    """Marks `count` of the droppable ones with the fate, so that the share is extreme."""
    free = [
        place
        for place, mark in enumerate(marks)
        if fates[place] == "counted" and mark.may_drop and not mark.is_extra and mark.max_points
    ]
    fixed = [
        mark for place, mark in enumerate(marks) if fates[place] == "counted" and place not in free
    ]
    # Extra credit alone is no category: at least one ordinary item is left to measure it by.
    least = 0 if any(mark.max_points and not mark.is_extra for mark in fixed) else 1
    keep = max(least, len(free) - count)
    if keep >= len(free):
        return
    base = sum((mark.points for mark in fixed), ZERO)
    base_max = sum((mark.max_points for mark in fixed if not mark.is_extra), ZERO)
    chosen = _extreme([marks[place] for place in free], keep, base, base_max, best=best)
    for number, place in enumerate(free):
        if number not in chosen:
            fates[place] = fate


def _extreme(
    marks: Sequence[Mark], keep: int, base: Fraction, base_max: Fraction, *, best: bool
) -> set[int]:
    """The places of the `keep` marks whose share, with the base, is the largest (or smallest)."""
    sign = 1 if best else -1
    chosen = set(range(keep))
    while True:
        points = base + sum((marks[place].points for place in chosen), ZERO)
        maximum = base_max + sum((marks[place].max_points for place in chosen), ZERO)
        share = points / maximum
        # Among equals the earlier item is kept, so that the answer is always the same one.
        gains = [sign * (mark.points - share * mark.max_points) for mark in marks]
        order = sorted(range(len(marks)), key=lambda place: (-gains[place], place))
        better = set(order[:keep])
        if sum((gains[place] for place in better), ZERO) <= sum(
            (gains[place] for place in chosen), ZERO
        ):
            return chosen
        chosen = better


def _category_grade(
    category: Category, marks: Sequence[Mark], policy: Policy, *, pending_is_zero: bool
) -> CategoryGrade:
    counting = [mark for mark in marks if _counts(mark, policy, pending_is_zero)]
    fates, points, maximum = kept(
        counting, drop_lowest=category.drop_lowest, drop_highest=category.drop_highest
    )
    fate_of = dict(zip((mark.item for mark in counting), fates, strict=True))
    lines = tuple(Line(mark, fate_of.get(mark.item, "left_out")) for mark in marks)
    return CategoryGrade(category, lines, points, maximum)


def _counts(mark: Mark, policy: Policy, pending_is_zero: bool) -> bool:
    if mark.status == "marked":
        return True
    if mark.status == "missing":
        return policy.missing == "zero"
    return mark.status == "pending" and pending_is_zero


def _by_points(categories: Sequence[CategoryGrade]) -> Fraction | None:
    """All points over all maximums; a category for extra credit adds points only."""
    points = sum((each.points for each in categories), ZERO)
    maximum = sum((each.max_points for each in categories if not each.category.extra_credit), ZERO)
    return points / maximum if maximum else None


def _weighted(categories: Sequence[CategoryGrade]) -> Fraction | None:
    """The weighted mean of the shares; a category in which nothing counts yields its weight."""
    weights = parts = ZERO
    for each in categories:
        if each.share is None or each.weight is None:
            continue
        parts += each.weight * each.share
        if not each.category.extra_credit:
            weights += each.weight
    return parts / weights if weights else None
