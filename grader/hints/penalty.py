"""Where a penalty may be made without gradient, with the wrong sign, or of the wrong parameters."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .program import Locator, Program, last_name, names_in

_PARAMETERS = {"parameters", "named_parameters"}
_DETACHING = {"data", "detach", "item", "tolist", "numpy"}


def _no_gradient(program: Program) -> Iterator[ast.AST]:
    for node in program.nodes:
        sums = isinstance(node, ast.GeneratorExp | ast.ListComp | ast.SetComp)
        loops = isinstance(node, ast.For) and names_in(node.iter) & _PARAMETERS
        if loops or (sums and names_in(node) & _PARAMETERS):
            for inner in ast.walk(node):
                if isinstance(inner, ast.Attribute) and inner.attr in _DETACHING:
                    yield inner
    for block in program.every(ast.With):
        managers = {
            last_name(getattr(item.context_expr, "func", item.context_expr)) for item in block.items
        }
        shrinking = any(isinstance(n, ast.Pow) for n in ast.walk(block)) or names_in(block) & {
            "abs", "norm", "pow", "square",
        }  # fmt: skip
        if "no_grad" in managers and names_in(block) & _PARAMETERS and shrinking:
            yield block


def _wrong_sign(program: Program) -> Iterator[ast.AST]:
    for call in program.every(ast.Call):
        for keyword in call.keywords:
            is_negative = isinstance(keyword.value, ast.UnaryOp) and isinstance(
                keyword.value.op, ast.USub
            )
            if keyword.arg == "weight_decay" and is_negative:
                yield keyword.value
    penalties = _penalty_names(program)
    for node in program.nodes:
        taken = None
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Sub):
            taken = node.right if isinstance(node, ast.BinOp) else node.value
        if taken is not None and names_in(taken) & (penalties | _PARAMETERS):
            yield node


def _penalty_names(program: Program) -> set[str]:
    """Names that hold, or functions that give, something made of all parameters."""
    made = {
        target.id
        for node in program.every(ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and names_in(node.value) & _PARAMETERS
        if not names_in(node.value) & {"optim", "Adam", "AdamW", "SGD", "RMSprop"}
    }
    added = {
        node.target.id
        for loop in program.every(ast.For)
        if names_in(loop.iter) & _PARAMETERS
        for node in ast.walk(loop)
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name)
    }
    given = {
        name
        for name, function in program.functions.items()
        if name not in {"train", "build_model"} and names_in(function) & _PARAMETERS
        if "backward" not in names_in(function)
    }
    return made | added | given


def _wrong_parameters(program: Program) -> Iterator[ast.AST]:
    for node in program.every(ast.Compare):
        texts = [n.value for n in ast.walk(node) if isinstance(n, ast.Constant)]
        if "bias" in texts or names_in(node) & {"ndim", "dim"}:
            yield node
    yield from (node for node in program.every(ast.Attribute) if node.attr == "bias")


LOCATORS: dict[str, Locator] = {
    "penalty_no_gradient": _no_gradient,
    "penalty_wrong_sign": _wrong_sign,
    "penalty_wrong_params": _wrong_parameters,
}
