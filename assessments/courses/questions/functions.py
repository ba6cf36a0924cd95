"""The functions and constants that an expression may name, and what they are worth."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

MOST_ARGUMENTS = 16


@dataclass(frozen=True, slots=True)
class Function:
    """A function of real numbers; it may raise ValueError or OverflowError where it has no value."""

    of: Callable[..., float]
    arity: tuple[int, int] = (1, 1)


def _exp(value: float) -> float:
    try:
        return math.exp(value)
    except OverflowError:  # So that 1/(1 + exp(1000)) is what it should be.
        return math.inf


def _sigmoid(value: float) -> float:
    return 1 / (1 + _exp(-value))


def _softplus(value: float) -> float:
    return max(value, 0.0) + math.log1p(_exp(-abs(value)))


def _sign(value: float) -> float:
    return float((value > 0) - (value < 0))


FUNCTIONS = {
    "abs": Function(abs),
    "ceil": Function(lambda value: float(math.ceil(value))),
    "cos": Function(math.cos),
    "cosh": Function(math.cosh),
    "erf": Function(math.erf),
    "exp": Function(_exp),
    "floor": Function(lambda value: float(math.floor(value))),
    "ln": Function(math.log),
    "log": Function(math.log),
    "log10": Function(math.log10),
    "log2": Function(math.log2),
    "max": Function(max, (2, MOST_ARGUMENTS)),
    "min": Function(min, (2, MOST_ARGUMENTS)),
    "relu": Function(lambda value: max(value, 0.0)),
    "sigmoid": Function(_sigmoid),
    "sign": Function(_sign),
    "sin": Function(math.sin),
    "sinh": Function(math.sinh),
    "softplus": Function(_softplus),
    "sqrt": Function(math.sqrt),
    "tan": Function(math.tan),
    "tanh": Function(math.tanh),
}
CONSTANTS = {"pi": math.pi, "e": math.e}
