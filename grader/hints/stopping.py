"""Where a stopping rule counts, compares and ends."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .program import Locator, Program, names_in


def _speaks_of_patience(node: ast.AST) -> bool:
    return any("patien" in name.lower() for name in names_in(node))


def _comparisons_with_patience(program: Program) -> Iterator[ast.AST]:
    return (node for node in program.every(ast.Compare) if _speaks_of_patience(node))


def _number_of_its_own(program: Program) -> Iterator[ast.AST]:
    """A patience that is set to a number, or a count that is compared with one before a break."""
    for node in program.nodes:
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign) and _is_number(node.value):
            targets = node.targets
        elif isinstance(node, ast.AnnAssign) and node.value and _is_number(node.value):
            targets = [node.target]
        if any(_speaks_of_patience(target) for target in targets):
            yield node
    for call in program.every(ast.Call):
        for keyword in call.keywords:
            if "patien" in (keyword.arg or "").lower() and _is_number(keyword.value):
                yield keyword.value
    for test in program.every(ast.If):
        leaves = any(isinstance(n, ast.Break | ast.Return) for n in ast.walk(test))
        numbers = [n for n in ast.walk(test.test) if _is_number(n)]
        if leaves and numbers and not _speaks_of_patience(test.test):
            yield test


def _is_number(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) is int and node.value > 1


def _compared_with_previous(program: Program) -> Iterator[ast.AST]:
    for node in program.every(ast.Compare):
        names = {name.lower() for name in names_in(node)}
        if any(name.startswith(("prev", "last", "old")) for name in names) or _looks_back(node):
            yield node

    # What is compared with, and replaced in every epoch rather than by a better one.
    compared = {name for node in program.every(ast.Compare) for name in names_in(node)}
    for loop in program.epoch_loop():
        for statement in loop.body:
            targets = statement.targets if isinstance(statement, ast.Assign) else []
            copied = isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Name)
            if copied and any(names_in(target) & compared for target in targets):
                yield statement


def _looks_back(node: ast.AST) -> bool:
    """Whether an index of -2 stands in it."""
    return any(
        isinstance(inner, ast.UnaryOp)
        and isinstance(inner.op, ast.USub)
        and isinstance(inner.operand, ast.Constant)
        and inner.operand.value == 2
        for inner in ast.walk(node)
    )


def _counted_up(program: Program) -> Iterator[ast.AST]:
    """The statement that raises what is compared with the patience."""
    counters = {
        name for comparison in _comparisons_with_patience(program) for name in names_in(comparison)
    }
    for node in program.every(ast.AugAssign):
        if isinstance(node.op, ast.Add) and names_in(node.target) & counters:
            yield node


def _compared_training_loss(program: Program) -> Iterator[ast.AST]:
    for node in program.every(ast.Compare):
        words = {name.lower() for name in names_in(node)}
        words |= {
            n.value
            for n in ast.walk(node)
            if isinstance(n, ast.Constant) and isinstance(n.value, str)
        }
        if any("train" in word for word in words):
            yield node
    # The best training loss under another name: what the first comparison with a best one reads.
    for node in program.every(ast.Compare):
        if any("best" in name.lower() for name in names_in(node)):
            yield node


def _epochs(program: Program) -> Iterator[ast.AST]:
    return program.epoch_loop()


LOCATORS: dict[str, Locator] = {
    "compares_to_previous": _compared_with_previous,
    "counter_not_reset": _counted_up,
    "early_stop_on_train_loss": _compared_training_loss,
    "early_stopping_wrong": _comparisons_with_patience,
    "no_early_stopping": _epochs,
    "patience_ignored": _number_of_its_own,
    "patience_off_by_one": _comparisons_with_patience,
}
