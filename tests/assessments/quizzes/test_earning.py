"""What tries, certainty and mastery make of marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.courses.questions import Policy
from assessments.courses.questions.policy import Mastery
from assessments.quizzes.earning import by_certainty, by_tries, earned, is_settled, mastered

SHARES = st.lists(st.floats(0, 1), max_size=8)
PENALTIES = st.floats(0, 0.99)
POLICIES = st.sampled_from(
    [
        Policy(feedback="adaptive"),
        Policy(feedback="adaptive", penalty=90, tries=5),
        Policy(feedback="immediate"),
        Policy(feedback="adaptive", mastery=Mastery(in_a_row=3, most=8)),
    ]
)


@given(POLICIES, SHARES, st.floats(0, 1))
def test_trying_again_never_loses_points(
    policy: Policy, shares: list[float], another: float
) -> None:
    assert 0 <= earned(policy, shares) <= earned(policy, [*shares, another]) <= 1 + 1e-12


@given(PENALTIES, SHARES, st.floats(0, 1))
def test_any_improvement_earns_something(
    penalty: float, shares: list[float], another: float
) -> None:
    best = max(shares, default=0.0)
    gained = by_tries([*shares, another], penalty) - by_tries(shares, penalty)
    if another > best + 1e-3 and (1 - penalty) ** len(shares) > 1e-9:
        assert gained > 0
    if another <= best:
        assert gained == 0


@given(PENALTIES, st.floats(0, 1), st.integers(0, 6))
def test_being_right_earlier_never_earns_less(penalty: float, share: float, wrong: int) -> None:
    assert by_tries([*[0.0] * wrong, share], penalty) >= by_tries(
        [*[0.0] * (wrong + 1), share], penalty
    )


def test_each_try_before_takes_its_penalty_of_what_is_still_gained() -> None:
    assert by_tries([0.0, 1.0], 1 / 3) == pytest.approx(2 / 3)
    assert by_tries([0.5, 1.0], 0.5) == pytest.approx(0.5 + 0.5 * 0.5)
    assert by_tries([1.0, 0.0], 0.5) == 1.0


@pytest.mark.parametrize(
    ("certainty", "right", "wrong"),
    [(1, 1 / 3, 0), (2, 2 / 3, -2 / 3), (3, 1, -2), (None, 1 / 3, 0), (7, 1 / 3, 0)],
)
def test_certainty_pays_for_right_and_costs_for_wrong(
    certainty: int | None, right: float, wrong: float
) -> None:
    assert by_certainty(1, certainty) == pytest.approx(right)
    assert by_certainty(0, certainty) == pytest.approx(wrong)


@given(st.floats(0, 1))
def test_saying_what_one_believes_pays_best(belief: float) -> None:
    """Unsure below two thirds, fairly sure up to four fifths, sure above."""

    def expected(certainty: int) -> float:
        return belief * by_certainty(1, certainty) + (1 - belief) * by_certainty(0, certainty)

    honest = 1 if belief < 2 / 3 else 2 if belief < 4 / 5 else 3
    assert expected(honest) >= max(expected(each) for each in (1, 2, 3)) - 1e-9


@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from([1, 2, 3]))
def test_at_any_certainty_the_better_answer_earns_more(
    one: float, other: float, certainty: int
) -> None:
    worse, better = sorted((one, other))
    assert by_certainty(worse, certainty) <= by_certainty(better, certainty) + 1e-12


def test_mastery_is_the_longest_run() -> None:
    assert mastered([1, 1, 0, 1], 3) == pytest.approx(2 / 3)
    assert mastered([1, 0, 1, 1, 1], 3) == 1
    assert mastered([0.9, 0.9, 0.9], 3) == 0


def test_a_question_is_settled_when_nothing_more_can_come_of_it() -> None:
    adaptive = Policy(feedback="adaptive", tries=2)
    assert [is_settled(adaptive, shares) for shares in ([], [0.5], [1.0], [0, 0])] == [
        False, False, True, True,
    ]  # fmt: skip
    assert is_settled(Policy(feedback="immediate"), [0.0])
    assert not is_settled(Policy(), [0.0])
    mastery = Policy(feedback="adaptive", mastery=Mastery(in_a_row=2, most=4))
    assert [is_settled(mastery, shares) for shares in ([1], [1, 1], [0, 1, 0, 1])] == [
        False, True, True,
    ]  # fmt: skip
