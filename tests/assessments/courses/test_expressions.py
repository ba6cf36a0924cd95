"""Expressions: a grammar of our own, its values, and whether two of them are the same."""

from __future__ import annotations

import math
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.courses.questions import Unreadable
from assessments.courses.questions.evaluating import same, text_of, value_of
from assessments.courses.questions.expressions import (
    Call,
    Name,
    Negative,
    Number,
    Operation,
    Tree,
    parse,
)

TREES: st.SearchStrategy[Tree] = st.recursive(
    st.sampled_from([Number("2"), Number("0.5"), Number("1e-3"), Name("x"), Name("y"), Name("pi")]),
    lambda inner: (
        st.builds(Negative, inner)
        | st.builds(Operation, st.sampled_from("+-*/^"), inner, inner)
        | st.builds(Call, st.sampled_from(["exp", "sqrt", "tanh"]), st.tuples(inner))
    ),
    max_leaves=8,
)


@given(TREES)
def test_the_text_of_a_tree_is_read_as_the_same_tree(tree: Tree) -> None:
    text = text_of(tree)
    assert parse(text, "xy") == tree or len(text) > 200


@given(TREES, st.floats(-10, 10), st.floats(-10, 10))
def test_a_value_is_a_finite_number_or_none(tree: Tree, x: float, y: float) -> None:
    value = value_of(tree, {"x": x, "y": y})
    assert value is None or math.isfinite(value)


@given(st.text(max_size=300))
def test_any_text_is_a_tree_or_explained(text: str) -> None:
    assert parse(text, "xy") is not None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1/(1+exp(-2))", 1 / (1 + math.exp(-2))),
        ("1/(1+exp(1000))", 0.0),
        ("-2^2", -4),
        ("2^3^2", 512),
        ("2**-1", 0.5),
        ("2(3+4)", 14),
        ("(1+1)(2+2)", 8),
        ("2pi", 2 * math.pi),
        ("3·4", 12),
        ("6÷4", 1.5),
        ("5²", 25),
        ("1 - -1", 2),
        ("−3", -3),
        ("max(1, 2, 3)", 3),
        ("log(e)", 1),
        ("relu(-3) + sign(-2)", -1),
        ("1e3", 1000),
        (".5", 0.5),
    ],
)
def test_arithmetic_is_read_as_it_is_meant(text: str, value: float) -> None:
    tree = parse(text)
    assert not isinstance(tree, Unreadable)
    assert value_of(tree) == pytest.approx(value)


@pytest.mark.parametrize("text", ["9**9**9", "1/0", "log(0)", "(-8)^(1/3)", "0^-1", "exp(exp(99))"])
def test_what_has_no_value_has_none(text: str) -> None:
    tree = parse(text)
    assert not isinstance(tree, Unreadable)
    assert value_of(tree) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing in it"),
        ("2 3", "missing before"),
        ("(1", "not closed"),
        ("1)", "no opening one"),
        ("1+", "ends too early"),
        ("*2", "missing before"),
        ("exp 2", "needs brackets"),
        ("exp(1, 2)", "takes one number"),
        ("max(1)", "two numbers or more"),
        ("foo(1)", "not known"),
        ("x", "not known"),
        ("y = 2", "right of"),
        ("0,25", "comma"),
        ("٣", "0 to 9"),
        ("2 $ 3", "no meaning"),
        ("(" * 60, "too deep"),
        ("-" * 60 + "1", "too deep"),
        ("1" * 201, "longer than"),
        ("__import__('os')", "no meaning"),
        ("().__class__", "no meaning"),
    ],
)
def test_what_cannot_be_read_is_explained(text: str, said: str) -> None:
    read = parse(text)
    assert isinstance(read, Unreadable)
    assert said in read.help


def test_letters_side_by_side_are_multiplied_and_greek_ones_have_names() -> None:
    assert parse("xy", "xy") == parse("x*y", "xy")
    assert parse("2x y", "xy") == parse("2*x*y", "xy")
    assert parse("η*λ", ["eta", "lambda"]) == parse("eta*lambda", ["eta", "lambda"])


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("s*(1-s)", "s - s^2", True),
        ("exp(s)*exp(s)", "exp(2s)", True),
        ("sqrt(s^2)", "abs(s)", True),
        ("s*(1-s)", "s*(1+s)", False),
        ("s + 0.001", "s", False),
        ("log(s-5)", "s", False),
        ("log(s-5)", "log(s-5)", False),
    ],
)
def test_formulas_are_the_same_where_their_values_are(one: str, other: str, is_same: bool) -> None:
    left, right = parse(one, "s"), parse(other, "s")
    assert not isinstance(left, Unreadable)
    assert not isinstance(right, Unreadable)
    assert same(left, right, {"s": (0.1, 0.9)}, "a question") is is_same


def test_a_megabyte_of_brackets_costs_nothing() -> None:
    before = time.process_time()
    assert isinstance(parse("(" * 1_000_000), Unreadable)
    assert time.process_time() - before < 1
