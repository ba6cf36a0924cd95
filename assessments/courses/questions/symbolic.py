"""A second opinion on formulas, by SymPy, in a cell: it gets trees, never text to be evaluated."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import JsonValue

from .cells import CellCall
from .expressions import Call, Name, Negative, Number, Operation, Tree

SECONDS = 20.0
# Runs in the cell. What it cannot settle in time is "unknown", and says nothing.
PROGRAM = """
import sympy

FUNCTIONS = {
    "abs": sympy.Abs, "ceil": sympy.ceiling, "cos": sympy.cos, "cosh": sympy.cosh,
    "erf": sympy.erf, "exp": sympy.exp, "floor": sympy.floor, "ln": sympy.log, "log": sympy.log,
    "log10": lambda x: sympy.log(x, 10), "log2": lambda x: sympy.log(x, 2), "max": sympy.Max,
    "min": sympy.Min, "relu": lambda x: sympy.Max(x, 0),
    "sigmoid": lambda x: 1 / (1 + sympy.exp(-x)), "sign": sympy.sign, "sin": sympy.sin,
    "sinh": sympy.sinh, "softplus": lambda x: sympy.log(1 + sympy.exp(x)), "sqrt": sympy.sqrt,
    "tan": sympy.tan, "tanh": sympy.tanh,
}
CONSTANTS = {"pi": sympy.pi, "e": sympy.E}


def build(tree, symbols):
    kind, *rest = tree
    if kind == "number":
        return sympy.Rational(rest[0])
    if kind == "name":
        return symbols.get(rest[0]) if rest[0] in symbols else CONSTANTS[rest[0]]
    if kind == "negative":
        return -build(rest[0], symbols)
    if kind == "call":
        return FUNCTIONS[rest[0]](*(build(each, symbols) for each in rest[1]))
    left, right = build(rest[0], symbols), build(rest[1], symbols)
    return {
        "+": lambda: left + right, "-": lambda: left - right, "*": lambda: left * right,
        "/": lambda: left / right, "^": lambda: left**right,
    }[kind]()


def compare(one, other, positive, names):
    symbols = {
        name: sympy.Symbol(name, real=True, positive=True if name in positive else None)
        for name in names
    }
    difference = sympy.simplify(build(one, symbols) - build(other, symbols))
    if difference == 0:
        return "same"
    return "different" if difference.equals(0) is False else "unknown"
"""


def comparing(pairs: Sequence[tuple[Tree, Tree]], domains: dict[str, float]) -> CellCall:
    """Whether each pair is the same: "same", "different" or "unknown".

    `domains` has the least value of every variable: one that is always positive may be cancelled.
    """
    positive: list[JsonValue] = [name for name, least in domains.items() if least > 0]
    names: list[JsonValue] = [*domains]
    arguments: tuple[JsonValue, ...] = tuple(
        [_json(one), _json(other), positive, names] for one, other in pairs
    )
    return CellCall(PROGRAM, "compare", arguments, seconds=SECONDS)


def _json(tree: Tree) -> JsonValue:
    match tree:
        case Number(text):
            return ["number", text]
        case Name(name):
            return ["name", name]
        case Negative(operand):
            return ["negative", _json(operand)]
        case Operation(sign, left, right):
            return [sign, _json(left), _json(right)]
        case Call(function, arguments):
            return ["call", function, [_json(each) for each in arguments]]
