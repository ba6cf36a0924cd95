"""Figures of distributions, with the spread of the mean and a word where there are too few. Pure."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

# Below this an interval says nothing that could be relied on.
FEWEST = 10
# Of the normal distribution, for 95 %.
Z = 1.96
BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """How many stand in low <= percent < high; the last one holds its upper end and what is above."""

    low: int
    high: int
    count: int


@dataclass(frozen=True, slots=True)
class Distribution:
    """Percentages of several learners: n, quartiles, mean, standard deviation (n - 1), and bins.

    `margin` is half the 95 % interval of the mean, by the normal approximation; None below FEWEST.
    """

    n: int
    mean: float
    deviation: float
    low: float
    lower: float
    median: float
    upper: float
    high: float
    margin: float | None
    bins: tuple[Bin, ...]


def distribution(percents: Sequence[float]) -> Distribution | None:
    """The distribution of the percentages; None without any."""
    if not percents:
        return None
    n = len(percents)
    lower, median, upper = (
        statistics.quantiles(percents, n=4, method="inclusive") if n > 1 else [percents[0]] * 3
    )
    deviation = statistics.stdev(percents) if n > 1 else 0.0
    return Distribution(
        n=n,
        mean=statistics.fmean(percents),
        deviation=deviation,
        low=min(percents),
        lower=lower,
        median=median,
        upper=upper,
        high=max(percents),
        margin=Z * deviation / math.sqrt(n) if n >= FEWEST else None,
        bins=_bins(percents),
    )


def _bins(percents: Sequence[float]) -> tuple[Bin, ...]:
    width = 100 // BINS
    counts = [0] * BINS
    for percent in percents:
        counts[min(BINS - 1, max(0, int(percent // width)))] += 1
    return tuple(Bin(i * width, (i + 1) * width, count) for i, count in enumerate(counts))


def middle(times: Sequence[timedelta]) -> timedelta | None:
    """The median; None without any."""
    if not times:
        return None
    return timedelta(seconds=statistics.median(time.total_seconds() for time in times))
