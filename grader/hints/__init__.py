"""Where in a learner's file to look: a hint found in its text, never evidence.

A verdict rests on what a program did. Where one was reached, a locator of the code's family searches
the file's tree for the line that most likely did it; finding none is no fault.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..report import Diagnostic
from . import data, losses, modes, penalty, reporting, restoring, steps, stopping
from .program import Locator, Program, parse

_FAMILIES = (penalty, modes, stopping, restoring, losses, steps, data, reporting)
LOCATORS: dict[str, Locator] = {
    code: locator for family in _FAMILIES for code, locator in family.LOCATORS.items()
}


def locate(code: str, program: Program) -> int | None:
    """The line, counted from 1, at which to begin looking; None where nothing stands out."""
    locator = LOCATORS.get(code)
    if locator is None:
        return None
    found = next(iter(locator(program)), None)
    return None if found is None else getattr(found, "lineno", None)


def with_lines(diagnostics: Iterable[Diagnostic], source: str) -> list[Diagnostic]:
    """The same diagnostics, each with a line where one is found and none was known."""
    program = parse(source)
    if program is None:
        return list(diagnostics)
    return [
        diagnostic
        if diagnostic.line is not None
        else diagnostic.model_copy(update={"line": locate(diagnostic.id, program)})
        for diagnostic in diagnostics
    ]
