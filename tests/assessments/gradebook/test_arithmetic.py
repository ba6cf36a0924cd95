"""The arithmetic of a grade: against brute force, and the sentences the policy promises."""

from __future__ import annotations

import itertools
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.courses.policies import Category, Letter, Policy, Rounding
from assessments.gradebook.arithmetic import (
    Grade,
    Mark,
    Status,
    course_grade,
    exact,
    kept,
    rounded,
)


def mark(
    points: float,
    maximum: float,
    *,
    item: str = "a",
    status: Status = "marked",
    extra: bool = False,
) -> Mark:
    """A mark of so many points."""
    return Mark(item, status, exact(points), exact(maximum), is_extra=extra)


@st.composite
def categories(draw: st.DrawFn) -> list[Mark]:
    """Up to seven items of unequal maximum, some of which may not be dropped."""
    return [
        Mark(
            f"i{number}",
            "marked",
            Fraction(draw(st.integers(0, 40)), 4),
            Fraction(draw(st.integers(1, 12))),
            may_drop=draw(st.booleans()),
        )
        for number in range(draw(st.integers(1, 7)))
    ]


def best_share(marks: list[Mark], drop: int, choose: object) -> Fraction:
    """By trying every set."""
    free = [each for each in marks if each.may_drop]
    fixed = [each for each in marks if not each.may_drop]
    keep = max(0 if fixed else 1, len(free) - drop)
    shares = [
        sum(each.points for each in [*fixed, *chosen])
        / sum(each.max_points for each in [*fixed, *chosen])
        for chosen in itertools.combinations(free, keep)
    ]
    return choose(shares)  # type: ignore[operator,no-any-return]


@given(marks=categories(), drop=st.integers(0, 8))
def test_dropping_the_lowest_is_the_best_of_all_ways(marks: list[Mark], drop: int) -> None:
    _, points, maximum = kept(marks, drop_lowest=drop)
    assert points / maximum == best_share(marks, drop, max)


@given(marks=categories(), drop=st.integers(0, 8))
def test_dropping_the_highest_is_the_worst_of_all_ways(marks: list[Mark], drop: int) -> None:
    _, points, maximum = kept(marks, drop_highest=drop)
    assert points / maximum == best_share(marks, drop, min)


@given(marks=categories(), lowest=st.integers(0, 4), highest=st.integers(0, 4))
def test_after_the_lowest_the_highest_go_and_one_always_counts(
    marks: list[Mark], lowest: int, highest: int
) -> None:
    fates, _, maximum = kept(marks, drop_lowest=lowest, drop_highest=highest)
    assert maximum > 0
    dropped = [fate for fate in fates if fate != "counted"]
    assert len(dropped) <= lowest + highest
    assert all(fate == "counted" or each.may_drop for each, fate in zip(marks, fates, strict=True))


@given(marks=categories(), drop=st.integers(0, 4))
def test_more_points_never_make_a_smaller_share(marks: list[Mark], drop: int) -> None:
    _, points, maximum = kept(marks, drop_lowest=drop)
    better = [
        Mark(each.item, "marked", each.points + 1, each.max_points, may_drop=each.may_drop)
        if number == 0
        else each
        for number, each in enumerate(marks)
    ]
    _, more, most = kept(better, drop_lowest=drop)
    assert more / most >= points / maximum


def test_for_unequal_points_the_smallest_share_is_not_always_the_one_to_drop() -> None:
    marks = [mark(80, 100, item="a"), mark(20, 100, item="b"), mark(1, 20, item="c")]
    fates, points, maximum = kept(marks, drop_lowest=1)
    assert fates == ["counted", "dropped_lowest", "counted"]
    assert points / maximum == Fraction(81, 120)


def test_extra_credit_is_never_dropped_and_never_the_measure() -> None:
    marks = [mark(0, 10, item="a"), mark(1, 5, item="b", extra=True)]
    fates, points, maximum = kept(marks, drop_lowest=3)
    assert fates == ["counted", "counted"]
    assert (points, maximum) == (1, 10)


def weighted(quizzes: list[Mark], labs: list[Mark], *, pending_is_zero: bool = False) -> Grade:
    """Quizzes count 40 of 100, labs 60."""
    policy = Policy(
        total="weights",
        categories=[
            Category(id="quizzes", title="Quizzes", weight=40),
            Category(id="labs", title="Labs", weight=60),
        ],
        letters=[Letter(letter="A", at=90), Letter(letter="B", at=80), Letter(letter="F", at=0)],
        rounding=Rounding(decimals=0),
    )
    marks = [("quizzes", each) for each in quizzes] + [("labs", each) for each in labs]
    return course_grade(policy, marks, pending_is_zero=pending_is_zero)


def test_weights_are_those_of_categories_not_of_points() -> None:
    grade = weighted([mark(5, 10)], [mark(300, 300, item="b")])
    assert grade.share == Fraction(80, 100)
    assert (grade.percent, grade.letter) == (Decimal("80"), "B")


def test_a_category_without_anything_yields_its_weight_to_the_others() -> None:
    grade = weighted([mark(5, 10)], [])
    assert grade.share == Fraction(1, 2)
    assert grade.weights_used == 40


def test_what_is_pending_counts_nothing_so_far_and_as_nothing_at_the_end() -> None:
    labs = [mark(0, 10, item="b", status="pending")]
    assert weighted([mark(10, 10)], labs).share == 1
    assert weighted([mark(10, 10)], labs, pending_is_zero=True).share == Fraction(40, 100)


@pytest.mark.parametrize("status", ["excused", "hidden", "uncounted"])
def test_what_is_left_out_changes_neither(status: Status) -> None:
    labs = [mark(10, 10, item="b"), mark(0, 90, item="c", status=status)]
    for pending_is_zero in (False, True):
        assert weighted([mark(10, 10)], labs, pending_is_zero=pending_is_zero).share == 1


def test_a_percentage_on_the_edge_gets_its_letter_in_spite_of_binary_digits() -> None:
    # 0.1 + 0.2 of 0.3 is the whole; in floats it is a little more.
    marks = [mark(0.1, 0.15, item="a"), mark(0.2, 0.15, item="b")]
    assert weighted(marks, [mark(1, 1, item="c")]).share == 1


def test_the_rounded_percentage_decides_the_letter() -> None:
    grade = weighted([mark(89.5, 100)], [mark(89.5, 100, item="b")])
    assert (grade.percent, grade.letter) == (Decimal("90"), "A")


@pytest.mark.parametrize(
    ("mode", "value", "expected"),
    [
        ("half_up", Fraction(1, 2), "1"),
        ("half_even", Fraction(1, 2), "0"),
        ("half_even", Fraction(3, 2), "2"),
        ("up", Fraction(1, 10**30), "1"),
        ("down", Fraction(10**30 - 1, 10**30), "0"),
        ("half_up", Fraction(1, 2) - Fraction(1, 10**40), "0"),
    ],
)
def test_rounding_is_from_the_exact_value(mode: str, value: Fraction, expected: str) -> None:
    rounding = Rounding.model_validate({"decimals": 0, "mode": mode})
    assert rounded(value, rounding) == Decimal(expected)


@given(st.fractions(0, 120), st.integers(0, 4))
def test_rounding_is_never_off_by_more_than_half_a_unit(value: Fraction, decimals: int) -> None:
    result = Fraction(rounded(value, Rounding(decimals=decimals)))
    assert abs(result - value) <= Fraction(1, 2 * 10**decimals)
