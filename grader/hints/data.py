"""Where loaders are read: in part, once, or by the wrong loop."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .program import Function, Locator, Program, last_name, names_in, within


def _left_early(program: Program, *, training: bool) -> Iterator[ast.AST]:
    for loop in program.batch_loops(training=training):
        for node in within(loop.body):
            if isinstance(node, ast.Break | ast.Return):
                yield node
        if "islice" in names_in(loop.iter):
            yield loop
    loader = program.loader(1 if training else 2)
    for call in program.calls("next", "islice"):
        if loader in names_in(call):
            yield call


def _partial_epoch(program: Program) -> Iterator[ast.AST]:
    return _left_early(program, training=True)


def _partial_validation(program: Program) -> Iterator[ast.AST]:
    return _left_early(program, training=False)


def _kept(program: Program, position: int) -> Iterator[ast.AST]:
    loader = program.loader(position)
    for call in program.calls("list", "tuple", "iter", "cycle", "sorted"):
        if loader in names_in(call):
            yield call
    for node in program.every(ast.ListComp):
        if any(loader in names_in(part.iter) for part in node.generators):
            yield node


def _training_kept(program: Program) -> Iterator[ast.AST]:
    return _kept(program, 1)


def _validation_kept(program: Program) -> Iterator[ast.AST]:
    return _kept(program, 2)


def _learns(function: Function) -> bool:
    return bool(names_in(function) & {"backward", "step"})


def _learned_from_validation(program: Program) -> Iterator[ast.AST]:
    """A loop over the validation loader with a `backward`, or a call that hands it to such a one."""
    loader = program.loader(2)
    for use in program.uses_of(loader):
        if isinstance(use, ast.For) and "backward" in names_in(use):
            yield use
        elif isinstance(use, ast.Call):
            called = program.functions.get(last_name(use.func))
            joins = last_name(use.func) in {"chain", "zip", "ConcatDataset"}
            if joins or (called is not None and called is not program.train and _learns(called)):
                yield use
    yield from program.uses_of(loader)


def _last_batch(program: Program) -> Iterator[ast.AST]:
    """A figure that each batch of a validation sets anew, and that nothing in the loop gathers."""
    for loop in program.batch_loops(training=False):
        read = {n.id for n in ast.walk(loop) if isinstance(n, ast.Name) and _is_read(n)}
        for node in within(loop.body):
            computes = isinstance(node, ast.Assign) and any(
                isinstance(inner, ast.Call) for inner in ast.walk(node.value)
            )
            if isinstance(node, ast.Assign) and computes and not names_in(node.targets[0]) & read:
                yield node


def _is_read(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Load)


def _epochs(program: Program) -> Iterator[ast.AST]:
    return program.epoch_loop()


LOCATORS: dict[str, Locator] = {
    "partial_epoch": _partial_epoch,
    "partial_validation": _partial_validation,
    "train_loader_read_once": _training_kept,
    "train_on_val": _learned_from_validation,
    "val_loader_read_once": _validation_kept,
    "val_loss_last_batch": _last_batch,
    "validation_not_used": _epochs,
}
