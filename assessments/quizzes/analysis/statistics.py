"""The formulas of item analysis. Pure; each returns None where it would say nothing.

Notation: item mark x as a share of its points, total share t of the attempt, rest r of everything but
the item, n attempts; variances and covariances with n - 1 unless said otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

Z_95 = NormalDist().inv_cdf(0.975)
# Below these nothing is said: an interval would span nearly everything.
LEAST_FOR_SHARE = 5
LEAST_FOR_CORRELATION = 20
LEAST_A_VARIANT = 8

Numbers = Sequence[float]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure from n attempts with its 95 % interval."""

    value: float
    low: float
    high: float
    n: int


def share(shares: Numbers) -> Estimate | None:
    """The mean, with Wilson's interval.

    Wilson (1927) for the proportion of right answers; of marks between nothing and everything the
    variance is smaller, so the interval is then wider than it need be, never narrower.
    """
    n = len(shares)
    if n < LEAST_FOR_SHARE:
        return None
    mean = float(np.mean(shares))
    z = Z_95
    middle = (mean + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(mean * (1 - mean) / n + z * z / (4 * n * n))
    return Estimate(mean, max(0.0, middle - half), min(1.0, middle + half), n)


def correlation(x: Numbers, y: Numbers) -> Estimate | None:
    """Pearson's r with Fisher's interval; None where one of them does not vary."""
    n = len(x)
    if n < LEAST_FOR_CORRELATION:
        return None
    first, second = np.asarray(x, float), np.asarray(y, float)
    if _is_constant(first) or _is_constant(second):
        return None
    r = float(np.clip(np.corrcoef(first, second)[0, 1], -1.0, 1.0))
    return _with_interval(r, n)


def item_rest(x: Numbers, rest: Numbers) -> Estimate | None:
    """Discrimination: the correlation of the item with everything but the item."""
    return correlation(x, rest)


def efficiency(x: Numbers, rest: Numbers) -> float | None:
    """Discriminative efficiency: cov(x, r) of the greatest it could be with these marks.

    The greatest pairs both after sorting each (Moodle's statistics). None where nothing varies.
    """
    if len(x) < LEAST_FOR_CORRELATION:
        return None
    first, second = np.asarray(x, float), np.asarray(rest, float)
    most: float = _covariance(np.sort(first), np.sort(second))
    if most <= 0 or _is_constant(first) or _is_constant(second):
        return None
    return float(_covariance(first, second) / most)


def point_biserial(chosen: Sequence[bool], totals: Numbers) -> Estimate | None:
    """(mean t of choosers - mean t of others) / SD of t * sqrt(q (1 - q)), q the share of choosers.

    With the population SD it is Pearson's r of choosing and t, and gets its interval.
    """
    n = len(chosen)
    if n < LEAST_FOR_CORRELATION:
        return None
    takers, scores = np.asarray(chosen, bool), np.asarray(totals, float)
    q = float(np.mean(takers))
    if q in {0.0, 1.0} or _is_constant(scores):
        return None
    gap = float(np.mean(scores[takers]) - np.mean(scores[~takers]))
    r = gap / float(np.std(scores)) * math.sqrt(q * (1 - q))
    return _with_interval(float(np.clip(r, -1.0, 1.0)), n)


def alpha(marks: Sequence[Numbers]) -> float | None:
    """Cronbach's alpha of attempts by items: p/(p-1) * (1 - sum of item variances / var of totals)."""
    table = np.asarray(marks, float)
    if table.ndim != 2 or table.shape[0] < LEAST_FOR_CORRELATION or table.shape[1] < 2:
        return None
    total = float(np.var(table.sum(axis=1), ddof=1))
    if total <= 0:
        return None
    items: int = table.shape[1]
    found: float = items / (items - 1) * (1 - float(np.var(table, axis=0, ddof=1).sum()) / total)
    return found


def same_in_all(groups: Sequence[Numbers]) -> float | None:
    """p of Kruskal and Wallis' test that all groups come from one distribution; ties corrected.

    Groups too small for it are left out. None with fewer than two groups, or if nothing varies.
    """
    kept = [np.asarray(group, float) for group in groups if len(group) >= LEAST_A_VARIANT]
    if len(kept) < 2:
        return None
    everything = np.concatenate(kept)
    n = len(everything)
    ranks, ties = _ranks(everything)
    if ties >= 1:
        return None
    total, start = 0.0, 0
    for group in kept:
        of_group = ranks[start : start + len(group)]
        total += float(of_group.sum()) ** 2 / len(group)
        start += len(group)
    h = (12 / (n * (n + 1)) * total - 3 * (n + 1)) / (1 - ties)
    p: float = chdtrc(len(kept) - 1, max(0.0, h)).item()
    return p


def median(values: Numbers) -> float | None:
    """The middle one; None of too few."""
    return float(np.median(values)) if len(values) >= LEAST_FOR_SHARE else None


def _ranks(values: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """Ranks from 1, means among equals, and the part by which ties shrink H: 1 if all are equal."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    means = ends - (counts - 1) / 2
    n = len(values)
    return means[place], float((counts**3 - counts).sum()) / (n**3 - n)


def _covariance(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    covariance: float = np.cov(x, y)[0, 1].item()
    return covariance


def _is_constant(values: NDArray[np.float64]) -> bool:
    return bool(np.ptp(values) <= 1e-12)


def _with_interval(r: float, n: int) -> Estimate:
    if abs(r) >= 1:
        return Estimate(r, r, r, n)
    z, half = math.atanh(r), Z_95 / math.sqrt(n - 3)
    return Estimate(r, math.tanh(z - half), math.tanh(z + half), n)
