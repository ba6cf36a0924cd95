"""Where gradients are made, wiped and followed, and how far the steps go."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator

from .program import Locator, Program, dotted, last_name, names_in

_OPTIMIZERS = (
    "SGD", "Adam", "AdamW", "RMSprop", "Adagrad", "Adadelta", "Adamax", "NAdam", "RAdam", "LBFGS",
    "Rprop", "ASGD",
)  # fmt: skip
_HOLDING_LAYERS = ast.List | ast.ListComp | ast.Dict | ast.DictComp | ast.Tuple


def _backward(program: Program) -> Iterator[ast.AST]:
    return program.calls("backward")


def _optimizers(program: Program) -> Iterator[ast.Call]:
    return program.calls(*_OPTIMIZERS)


def _learning_rate(program: Program) -> Iterator[ast.AST]:
    for call in _optimizers(program):
        given = [keyword.value for keyword in call.keywords if keyword.arg == "lr"]
        yield from given or call.args[1:2] or [call]


def _wiped(program: Program) -> Iterator[ast.AST]:
    """A `zero_grad` that stands between a `backward` and the next `step`."""
    order = list(program.calls("backward", "zero_grad", "step"))
    for earlier, later in itertools.pairwise(order):
        if last_name(earlier.func) == "backward" and last_name(later.func) == "zero_grad":
            yield later


def _nothing_moves(program: Program) -> Iterator[ast.AST]:
    if not any(program.calls("step")):
        yield from program.calls("backward")
    yield from _optimizers(program)


def _unregistered(program: Program) -> Iterator[ast.AST]:
    for node in program.every(ast.Assign):
        holds = isinstance(node.value, _HOLDING_LAYERS) and any(
            isinstance(inner, ast.Call) and dotted(inner.func).startswith(("nn.", "torch.nn."))
            for inner in ast.walk(node.value)
        )
        of_self = any(dotted(target).startswith("self.") for target in node.targets)
        if of_self and (holds or "requires_grad" in _keywords(node) | names_in(node)):
            yield node
    yield from program.calls("requires_grad_")


def _keywords(node: ast.AST) -> set[str]:
    return {n.arg or "" for n in ast.walk(node) if isinstance(n, ast.keyword)}


def _saturating(program: Program) -> Iterator[ast.AST]:
    return program.calls("Sigmoid", "sigmoid", "Tanh", "tanh")


def _initial_weights(program: Program) -> Iterator[ast.AST]:
    return program.calls("constant_", "fill_", "uniform_", "normal_", "zeros_")


LOCATORS: dict[str, Locator] = {
    "dead_relu": _initial_weights,
    "diverged": _learning_rate,
    "grads_wiped_before_step": _wiped,
    "lr_too_high": _learning_rate,
    "lr_too_low": _learning_rate,
    "missing_zero_grad": _backward,
    "nothing_trained": _nothing_moves,
    "params_not_optimised": _optimizers,
    "unregistered_params": _unregistered,
    "vanishing_gradients": _saturating,
}
