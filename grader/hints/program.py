"""A learner's program as a tree, with the questions that locators ask of it.

Only the text is looked at: nothing is imported, run or believed.
"""

from __future__ import annotations

import ast
import functools
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

# Larger files hold data, and their trees take hundreds of times the space of their text.
MOST_CHARACTERS = 256 * 1024

Loop = ast.For | ast.While
Function = ast.FunctionDef | ast.AsyncFunctionDef
Node = TypeVar("Node", bound=ast.AST)
Locator = Callable[["Program"], Iterable[ast.AST]]
_INNER = (ast.For, ast.While, ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)


def parse(source: str) -> Program | None:
    """The program, or None where it is no Python, or too large or too deep to be read."""
    if len(source) > MOST_CHARACTERS:
        return None
    try:
        with warnings.catch_warnings():
            # What the text deserves to be warned of is the learner's to hear, not our log's.
            warnings.simplefilter("ignore")
            return Program(ast.parse(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def dotted(node: ast.AST) -> str:
    """`nn.Dropout` of such an expression; the trailing names alone where something else leads them."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name):
        parts.append(node.id)
    return ".".join(reversed(parts))


def last_name(node: ast.AST) -> str:
    """`Dropout` of `nn.Dropout`."""
    return dotted(node).rpartition(".")[2]


def names_in(node: ast.AST) -> set[str]:
    """All names and attributes that stand in an expression or statement."""
    return {
        inner.id if isinstance(inner, ast.Name) else inner.attr
        for inner in ast.walk(node)
        if isinstance(inner, ast.Name | ast.Attribute)
    }


def within(statements: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """Everything below, but for what belongs to an inner loop, function or class."""
    for statement in statements:
        yield statement
        if not isinstance(statement, _INNER):
            yield from within(ast.iter_child_nodes(statement))


@dataclass(frozen=True)
class Program:
    """One parsed file; everything it gives stands in the order of the text."""

    tree: ast.Module

    @functools.cached_property
    def nodes(self) -> list[ast.stmt | ast.expr]:
        """Every statement and expression: what has a line."""
        found = [node for node in ast.walk(self.tree) if isinstance(node, ast.stmt | ast.expr)]
        return sorted(found, key=lambda node: (node.lineno, node.col_offset))

    def every(self, kind: type[Node]) -> Iterator[Node]:
        """The nodes of one kind."""
        return (node for node in self.nodes if isinstance(node, kind))

    def calls(self, *names: str) -> Iterator[ast.Call]:
        """Calls of functions, methods or classes of these names, whatever leads to them."""
        return (call for call in self.every(ast.Call) if last_name(call.func) in names)

    @functools.cached_property
    def functions(self) -> dict[str, Function]:
        """Every function and method by its name; the last one of a name, as Python has it."""
        return {
            node.name: node
            for node in self.nodes
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        }

    @property
    def train(self) -> Function | None:
        """The function `train`."""
        return self.functions.get("train")

    def loader(self, position: int) -> str | None:
        """What `train` calls its training loader (1) or its validation loader (2)."""
        if self.train is None:
            return None
        arguments = [*self.train.args.posonlyargs, *self.train.args.args]
        return arguments[position].arg if len(arguments) > position else None

    @functools.cached_property
    def loops(self) -> list[Loop]:
        """All loops."""
        return [node for node in self.nodes if isinstance(node, ast.For | ast.While)]

    def batch_loops(self, *, training: bool) -> Iterator[ast.For]:
        """Innermost `for` loops over something that may be a loader, with or without a `backward`."""
        for loop in self.loops:
            is_inner = not any(isinstance(n, ast.For) for n in ast.walk(loop) if n is not loop)
            if not isinstance(loop, ast.For) or not is_inner or _counts(loop.iter):
                continue
            if training == ("backward" in names_in(loop)):
                yield loop

    def epoch_loop(self) -> Iterator[Loop]:
        """The outermost loop of `train`."""
        if self.train is not None:
            yield from (node for node in self.train.body if isinstance(node, ast.For | ast.While))

    def uses_of(self, loader: str | None) -> Iterator[ast.AST]:
        """Loops over a loader of `train`, and calls that hand it on."""
        if self.train is None or loader is None:
            return
        for node in self.nodes:
            if isinstance(node, ast.For) and loader in names_in(node.iter):
                yield node
            elif isinstance(node, ast.Call):
                given = [*node.args, *(keyword.value for keyword in node.keywords)]
                if any(isinstance(value, ast.Name) and value.id == loader for value in given):
                    yield node


def _counts(iterated: ast.expr) -> bool:
    """Whether a loop runs over numbers or over parts of the model rather than over batches."""
    called = last_name(iterated.func) if isinstance(iterated, ast.Call) else last_name(iterated)
    return called in {
        "range", "count", "trange", "parameters", "named_parameters", "modules", "children",
        "items", "keys", "values", "layers", "zip",
    }  # fmt: skip
