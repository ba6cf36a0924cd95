"""Where dropout may be on or off at the wrong time."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .program import Locator, Program, last_name, within

_DROPOUTS = ("Dropout", "AlphaDropout", "Dropout1d", "Dropout2d", "FeatureAlphaDropout")


def _active_in_evaluation(program: Program) -> Iterator[ast.AST]:
    for call in program.calls("dropout", "alpha_dropout", "feature_dropout", "dropout1d"):
        training = [keyword.value for keyword in call.keywords if keyword.arg == "training"]
        is_functional = not _is_own_layer(call)
        fixed = any(isinstance(value, ast.Constant) and value.value for value in training)
        if is_functional and (fixed or (not training and len(call.args) < 3)):
            yield call
    forward = program.functions.get("forward")
    if forward is not None:
        # A layer made anew in every call is always in training mode.
        for node in ast.walk(forward):
            if isinstance(node, ast.Call) and last_name(node.func) in _DROPOUTS:
                yield node
    yield from program.calls("bernoulli", "rand_like", "bernoulli_")


def _is_own_layer(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and last_name(call.func.value) == "self"


def _off_after_validation(program: Program) -> Iterator[ast.AST]:
    """A `train()` above the loop over epochs; where there is none at all, the `eval()`."""
    in_loops = {id(node) for loop in program.loops for node in ast.walk(loop)}
    switched = [c for c in program.calls("train") if isinstance(c.func, ast.Attribute)]
    yield from (call for call in switched if id(call) not in in_loops)
    yield from program.calls("eval")


def _never_in_training(program: Program) -> Iterator[ast.AST]:
    for call in program.calls("train"):
        if any(isinstance(value, ast.Constant) and not value.value for value in call.args):
            yield call
    yield from program.calls("eval")


def _validating_in_training(program: Program) -> Iterator[ast.AST]:
    yield from program.uses_of(program.loader(2))
    yield from program.batch_loops(training=False)


def _on_output(program: Program) -> Iterator[ast.AST]:
    for call in program.calls("Sequential"):
        last = call.args[-1] if call.args else None
        if isinstance(last, ast.Call) and last_name(last.func) in _DROPOUTS:
            yield last
    forward = program.functions.get("forward")
    for node in within(forward.body) if forward is not None else ():
        called = node.value if isinstance(node, ast.Return) else None
        if isinstance(called, ast.Call) and "drop" in last_name(called.func).lower():
            yield node


LOCATORS: dict[str, Locator] = {
    "dropout_active_in_eval": _active_in_evaluation,
    "dropout_off_after_first_validation": _off_after_validation,
    "never_in_train_mode": _never_in_training,
    "val_in_train_mode": _validating_in_training,
    "dropout_on_output": _on_output,
}
