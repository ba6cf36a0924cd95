"""Looks at a learner's Python without running it."""

from __future__ import annotations

import ast
import warnings

from .answers import Unreadable


def check_python(code: str, function: str) -> Unreadable | None:
    """Nothing to say, or why it cannot be the function. Parses only; its work is bounded."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(code)
    except SyntaxError as error:
        return Unreadable(f"Line {error.lineno}: this is not Python yet ({error.msg}).")
    except (ValueError, RecursionError, MemoryError):
        return Unreadable("This cannot be read as Python.")
    names = {
        node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    if function not in names:
        return Unreadable(f"It defines no function {function}.")
    return None


def source_of(code: str, function: str) -> str:
    """The lines of one function of a module, or all of it where it cannot be found."""
    for node in ast.parse(code).body:
        if isinstance(node, ast.FunctionDef) and node.name == function:
            return ast.get_source_segment(code, node) or code
    return code
