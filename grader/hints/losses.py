"""Where a loss is given something else than it wants."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .program import Locator, Program, last_name

_RECTIFIERS = {"ReLU", "relu", "relu_", "LeakyReLU", "ReLU6", "clamp"}
_REGRESSION = ("MSELoss", "L1Loss", "SmoothL1Loss", "HuberLoss")
_REGRESSING = ("mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss")


def _softmax(program: Program) -> Iterator[ast.AST]:
    return program.calls("softmax", "Softmax")


def _sigmoid(program: Program) -> Iterator[ast.AST]:
    """The last one is the one nearest to the output."""
    return reversed(list(program.calls("sigmoid", "Sigmoid", "sigmoid_")))


def _nll(program: Program) -> Iterator[ast.AST]:
    return program.calls("nll_loss", "NLLLoss")


def _rectified_output(program: Program) -> Iterator[ast.AST]:
    for call in program.calls("Sequential"):
        last = call.args[-1] if call.args else None
        if isinstance(last, ast.Call) and last_name(last.func) in _RECTIFIERS:
            yield last
    forward = program.functions.get("forward")
    if forward is None:
        return
    for node in ast.walk(forward):
        called = node.value if isinstance(node, ast.Return) else None
        if isinstance(called, ast.Call) and last_name(called.func) in _RECTIFIERS:
            yield node


def _regression(program: Program) -> Iterator[ast.AST]:
    """Where a regression loss is called: by its own name, or by the one it was given."""
    yield from program.calls(*_REGRESSING)
    given = {
        target.id
        for node in program.every(ast.Assign)
        if isinstance(node.value, ast.Call) and last_name(node.value.func) in _REGRESSION
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    yield from program.calls(*given)
    yield from program.calls(*_REGRESSION)
    for node in program.every(ast.BinOp):
        # A loss written out: the difference of two names, squared or not.
        if isinstance(node.op, ast.Sub) and isinstance(node.right, ast.Name):
            yield node


LOCATORS: dict[str, Locator] = {
    "double_softmax": _softmax,
    "sigmoid_before_ce": _sigmoid,
    "nll_on_logits": _nll,
    "relu_on_output": _rectified_output,
    "loss_broadcast": _regression,
}
