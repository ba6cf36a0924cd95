"""When two figures agree: near in single or in double precision, and never where one is no number."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.assignment.equality import Tolerance
from grader.equality.comparing import agree

NORMAL = Tolerance()


def near(got: float, want: float, exact: float | None = None, dtype: str = "float32") -> bool:
    best = None if exact is None else np.array(exact)
    return agree(np.array(got), np.array(want), best, NORMAL, dtype)


@pytest.mark.parametrize(
    ("got", "want", "exact", "expected"),
    [
        (1.0, 1.0, None, True),
        (1.00005, 1.0, None, True),
        (1.01, 1.0, None, False),
        (float("inf"), float("inf"), None, True),
        (float("-inf"), float("inf"), None, False),
        (float("nan"), float("nan"), None, True),
        (float("nan"), 1.0, None, False),
        (1.0, float("nan"), None, False),
        (0.0, 1e-6, None, True),
        # The reference itself lost this much to rounding, and so may a solution.
        (1.01, 1.0, 1.002, True),
        (2.0, 1.0, 2.0, True),
        (2.5, 1.0, 1.0, False),
    ],
)
def test_two_numbers_agree_or_not(
    got: float, want: float, exact: float | None, expected: bool
) -> None:
    assert near(got, want, exact) is expected


def test_double_precision_is_held_to_double_precision() -> None:
    assert near(1.0 + 1e-12, 1.0, dtype="float64")
    assert not near(1.0 + 1e-6, 1.0, dtype="float64")


def test_whole_numbers_agree_only_when_equal() -> None:
    assert agree(np.array([1, 2]), np.array([1, 2]), None, NORMAL, "int64")
    assert not agree(np.array([1, 3]), np.array([1, 2]), None, NORMAL, "int64")


@given(st.lists(st.floats(width=32), min_size=1, max_size=8))
def test_everything_agrees_with_itself(values: list[float]) -> None:
    array = np.array(values, np.float32)
    assert agree(array, array.copy(), None, NORMAL, "float32")
