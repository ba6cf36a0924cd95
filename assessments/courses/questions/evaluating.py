"""The value of an expression, its text, and whether two expressions are the same."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping

from .expressions import Call, Name, Negative, Number, Operation, Tree
from .functions import CONSTANTS, FUNCTIONS

# Two different expressions of a quiz agree at this many random points with a chance of nothing.
POINTS = 40
_SAME = 1e-8
_RANKS = {"+": 1, "-": 1, "*": 2, "/": 2, "^": 4}


def value_of(tree: Tree, values: Mapping[str, float] | None = None) -> float | None:
    """The value, or None where there is no finite real one. Never raises."""
    try:
        value = _value(tree, values or {})
    except (ArithmeticError, ValueError):
        return None
    return value if math.isfinite(value) else None


def _value(tree: Tree, values: Mapping[str, float]) -> float:
    match tree:
        case Number(text):
            return float(text)
        case Name(name):
            return values[name] if name in values else CONSTANTS[name]
        case Negative(operand):
            return -_value(operand, values)
        case Call(function, arguments):
            return FUNCTIONS[function].of(*(_value(each, values) for each in arguments))
        case Operation(sign, left, right):
            return _operate(sign, _value(left, values), _value(right, values))


def _operate(sign: str, left: float, right: float) -> float:
    match sign:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            return left / right
        case _:
            return math.pow(left, right)


def text_of(tree: Tree) -> str:
    """The expression with as few brackets as say the same; parsed again, it is the same tree."""
    return _text(tree)[0]


def _text(tree: Tree) -> tuple[str, int]:
    """The text, and how tightly it is bound: 5 is never put into brackets."""
    match tree:
        case Number(text):
            return text, 5
        case Name(name):
            return name, 5
        case Call(function, arguments):
            return f"{function}({', '.join(text_of(each) for each in arguments)})", 5
        case Negative(operand):
            return f"-{_bracketed(operand, 3)}", 3
        case Operation(sign, left, right):
            rank = _RANKS[sign]
            # Only powers bind to the right.
            before = _bracketed(left, 5 if sign == "^" else rank)
            after = _bracketed(right, 3 if sign == "^" else rank + 1)
            gap = " " if rank == 1 else ""
            return f"{before}{gap}{sign}{gap}{after}", rank


def _bracketed(tree: Tree, least: int) -> str:
    text, rank = _text(tree)
    return text if rank >= least else f"({text})"


def same(one: Tree, other: Tree, domains: Mapping[str, tuple[float, float]], seed: str) -> bool:
    """Whether both have the same value at random points of the variables' domains.

    The points are drawn from `seed`, so the answer is always the same. Points where neither has a
    value say nothing; one where only one of them has tells them apart.
    """
    compared = 0
    for values in points(domains, seed):
        left, right = value_of(one, values), value_of(other, values)
        if left is None and right is None:
            continue
        if left is None or right is None:
            return False
        if abs(left - right) > _SAME * max(1.0, abs(left), abs(right)):
            return False
        compared += 1
    return compared > 0


def points(domains: Mapping[str, tuple[float, float]], seed: str) -> list[dict[str, float]]:
    """The points at which expressions are compared."""
    draw = random.Random(seed)  # noqa: S311 - no secret
    return [
        {name: draw.uniform(low, high) for name, (low, high) in sorted(domains.items())}
        for _ in range(POINTS if domains else 1)
    ]
