"""The formulas against NumPy and SciPy, on a table small enough to work out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from assessments.quizzes.analysis import statistics

# Twenty-four learners by five items, of one point each.
TABLE = np.array(
    [
        [1, 1, 1, 1, 1], [1, 1, 1, 1, 0], [1, 1, 1, 0, 1], [1, 1, 1, 1, 0],
        [1, 1, 1, 0, 0], [1, 1, 0, 1, 0], [1, 1, 1, 0, 0], [1, 0, 1, 1, 0],
        [1, 1, 0, 0, 1], [1, 1, 0, 0, 0], [1, 0, 1, 0, 0], [1, 1, 0, 0, 0],
        [0, 1, 1, 0, 0], [1, 0, 0, 0, 1], [1, 1, 0, 0, 0], [1, 0, 0, 0, 0],
        [0, 1, 0, 0, 1], [1, 0, 0, 0, 0], [0, 0, 1, 0, 0], [1, 0, 0, 0, 1],
        [0, 1, 0, 0, 0], [0, 0, 0, 0, 1], [0, 0, 0, 0, 0], [0, 0, 0, 0, 1],
    ],
    float,
)  # fmt: skip
TOTALS = TABLE.sum(axis=1)
SHARES = st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), min_size=24, max_size=24)


@pytest.mark.parametrize("item", range(5))
def test_item_rest_is_pearsons_r_with_fishers_interval(item: int) -> None:
    x, rest = TABLE[:, item], TOTALS - TABLE[:, item]
    found = statistics.item_rest(list(x), list(rest))
    expected = stats.pearsonr(x, rest)
    assert found is not None
    assert found.value == pytest.approx(expected.statistic)
    interval = expected.confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high))


def test_item_rest_by_hand() -> None:
    """The first item: cov and variances with n - 1, as Moodle has them."""
    x, rest = TABLE[:, 0], TOTALS - TABLE[:, 0]
    by_hand = np.cov(x, rest)[0, 1] / math.sqrt(np.var(x, ddof=1) * np.var(rest, ddof=1))
    found = statistics.item_rest(list(x), list(rest))
    assert found is not None
    assert found.value == pytest.approx(by_hand)


@pytest.mark.parametrize("item", range(5))
def test_efficiency_is_of_the_greatest_covariance(item: int) -> None:
    x, rest = TABLE[:, item], TOTALS - TABLE[:, item]
    greatest = np.cov(np.sort(x), np.sort(rest))[0, 1]
    expected = np.cov(x, rest)[0, 1] / greatest
    assert statistics.efficiency(list(x), list(rest)) == pytest.approx(expected)


@given(SHARES, st.permutations(range(24)))
def test_nothing_is_more_efficient_than_everything_in_order(
    shares: list[float], order: list[int]
) -> None:
    rest = [TOTALS[place] for place in order]
    found = statistics.efficiency(shares, rest)
    assert found is None or found <= 1 + 1e-9


@pytest.mark.parametrize("item", range(5))
def test_point_biserial_is_scipys(item: int) -> None:
    chosen = [bool(each) for each in TABLE[:, item]]
    found = statistics.point_biserial(chosen, list(TOTALS))
    assert found is not None
    assert found.value == pytest.approx(stats.pointbiserialr(chosen, TOTALS).statistic)


def test_alpha_by_hand() -> None:
    items = TABLE.shape[1]
    variances = np.var(TABLE, axis=0, ddof=1).sum()
    expected = items / (items - 1) * (1 - variances / np.var(TOTALS, ddof=1))
    assert statistics.alpha(TABLE.tolist()) == pytest.approx(expected)


def test_wilsons_interval_is_scipys() -> None:
    found = statistics.share(list(TABLE[:, 0]))
    expected = stats.binomtest(int(TABLE[:, 0].sum()), 24).proportion_ci(method="wilson")
    assert found is not None
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))


@given(st.lists(SHARES, min_size=2, max_size=4))
def test_the_test_of_variants_is_kruskal_and_wallis(groups: list[list[float]]) -> None:
    found = statistics.same_in_all(groups)
    everything = {value for group in groups for value in group}
    if len(everything) == 1:
        assert found is None
    else:
        assert found == pytest.approx(stats.kruskal(*groups).pvalue, abs=1e-9)


def test_groups_that_are_too_small_are_left_out() -> None:
    large = [0.0, 1.0] * 10
    assert statistics.same_in_all([large, [1.0] * 7]) is None
    assert statistics.same_in_all([large, large, [1.0] * 7]) == pytest.approx(1)


def test_little_says_nothing() -> None:
    assert statistics.share([1.0] * 4) is None
    assert statistics.correlation(range(19), range(19)) is None
    assert statistics.efficiency(range(19), range(19)) is None
    assert statistics.point_biserial([True] * 10 + [False] * 9, range(19)) is None
    assert statistics.alpha([[0, 1]] * 19) is None
    assert statistics.median([1.0]) is None


def test_what_does_not_vary_has_no_correlation() -> None:
    assert statistics.correlation([1.0] * 30, range(30)) is None
    assert statistics.efficiency([1.0] * 30, range(30)) is None
    assert statistics.point_biserial([True] * 30, range(30)) is None


@given(SHARES, SHARES)
def test_every_interval_holds_its_figure(x: list[float], y: list[float]) -> None:
    for found in (statistics.share(x), statistics.correlation(x, y)):
        if found is not None:
            assert found.low - 1e-9 <= found.value <= found.high + 1e-9
