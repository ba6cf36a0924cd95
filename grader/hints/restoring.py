"""Where the best weights are kept, or not."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .program import Locator, Program, names_in, within

_COPYING = {"deepcopy", "clone", "copy", "save"}


def _kept(program: Program) -> list[ast.Assign]:
    """Assignments that keep weights of the model, those inside loops first."""
    inside = {id(node) for loop in program.loops for node in ast.walk(loop)}
    found = [
        node
        for node in program.every(ast.Assign)
        if names_in(node.value) & {"state_dict", "parameters", "named_parameters"}
        and not names_in(node.value) & {"optim", "Adam", "AdamW", "SGD", "RMSprop"}
    ]
    return sorted(found, key=lambda node: id(node) not in inside)


def _alias(program: Program) -> Iterator[ast.AST]:
    for node in _kept(program):
        names = names_in(node.value)
        # `state_dict().copy()` is a new dictionary of the same tensors.
        if "state_dict" in names and not names & (_COPYING - {"copy"}):
            yield node


def _parameters_alone(program: Program) -> Iterator[ast.AST]:
    for node in program.nodes:
        is_comprehension = isinstance(node, ast.ListComp | ast.DictComp | ast.GeneratorExp)
        names = names_in(node) if is_comprehension else set[str]()
        if names & {"parameters", "named_parameters"} and names & _COPYING:
            yield node


def _last_return(program: Program) -> Iterator[ast.AST]:
    """Where `train` ends, if nothing is loaded back; else the place that loads it."""
    yield from program.calls("load_state_dict")
    if program.train is not None:
        returns = [n for n in within(program.train.body) if isinstance(n, ast.Return)]
        yield from returns[-1:]


def _moment(program: Program) -> Iterator[ast.AST]:
    yield from _kept(program)
    yield from program.calls("deepcopy", "save")


LOCATORS: dict[str, Locator] = {
    "best_alias": _alias,
    "buffers_not_restored": _parameters_alone,
    "returns_last_weights": _last_return,
    "wrong_epoch_restored": _moment,
}
