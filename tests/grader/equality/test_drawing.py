"""Hidden cases: drawn from secret and seed alone, covering shapes, choices and extremes in turn."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from grader.assignment.equality import Subject, SubjectBase
from grader.equality.case import Case, Tensor
from grader.equality.drawing import draw_cases
from grader.equality.shrinking import smaller


def subject(**changes: Any) -> SubjectBase:
    declared: dict[str, Any] = {
        "call": "function",
        "sizes": {"N": [0, 5], "C": [1, 4]},
        "arguments": {
            "x": {
                "shapes": [["N", "C"], ["N"], []],
                "values": {"normal": [0, 1]},
                "extremes": [1e4, -1e4, 77],
            },
            "label": {"shapes": [["N"]], "values": {"integers": [0, "C"]}, "dtypes": ["int64"]},
        },
        "keywords": {"mode": {"choose": ["a", "b", "c"]}},
        **changes,
    }
    found: SubjectBase = TypeAdapter[Any](Subject).validate_python(declared)
    return found


def drawn(seed: int = 1, secret: str = "s", **changes: Any) -> list[Case]:
    return draw_cases("f", subject(**changes), secret=secret, seed=seed)


def numbers(case: Case) -> list[bytes]:
    return [tensor.array.tobytes() for tensor in case.tensors]


def test_equal_seeds_draw_equal_cases() -> None:
    assert [numbers(c) for c in drawn(5)] == [numbers(c) for c in drawn(5)]


def test_another_secret_or_seed_draws_others() -> None:
    assert [numbers(c) for c in drawn(5)] != [numbers(c) for c in drawn(6)]
    assert [numbers(c) for c in drawn(5)] != [numbers(c) for c in drawn(5, "other")]


def test_every_family_and_every_choice_occurs() -> None:
    cases = drawn()
    assert {case.family for case in cases} == {"ordinary", "types", "edges", "extremes", "layouts"}
    for family in ("ordinary", "types", "extremes"):
        modes = {case.calls[0]["mode"] for case in cases if case.family == family}
        assert modes == {"a", "b", "c"}


def test_every_extreme_occurs() -> None:
    values = {
        float(v) for c in drawn() if c.family == "extremes" for v in c.tensors[0].array.reshape(-1)
    }
    assert {1e4, -1e4, 77.0} <= values


@settings(max_examples=15)
@given(st.integers(0, 2**31))
def test_sizes_and_classes_stay_in_their_ranges(seed: int) -> None:
    for case in drawn(seed, cases=8):
        x, label = case.calls[0]["x"], case.calls[0]["label"]
        assert isinstance(x, Tensor)
        assert isinstance(label, Tensor)
        assert all(side <= 5 for side in x.array.shape)
        assert np.all((label.array >= 0) & (label.array < 4))


@settings(max_examples=15)
@given(st.integers(0, 2**31))
def test_what_shrinking_offers_is_smaller(seed: int) -> None:
    for case in drawn(seed, cases=4):
        for candidate in smaller(case):
            assert candidate.size < case.size
            assert candidate.family == case.family


@pytest.mark.parametrize(
    "changes",
    [
        {"sizes": {"N": [5, 1], "C": [1, 2]}},
        {"sizes": {"C": [1, 2]}},
        {"arguments": {"x": {"shapes": [[]], "values": {}}}},
        {"arguments": {"x": {"shapes": [[]], "values": {"normal": [0, 1], "simplex": True}}}},
        {"arguments": {"x": {}}},
        {"arguments": {"x": {"choose": [{"a": 1}]}}},
        {"call": "telephone"},
    ],
)
def test_a_wrong_declaration_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        subject(**changes)
