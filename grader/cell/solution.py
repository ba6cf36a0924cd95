"""The learner's source as a module, and the learner's mistakes as plain facts."""

from __future__ import annotations

import linecache
import sys
import traceback
import types

FILE_NAME = "solution.py"
MODULE_NAME = "solution"
_LONGEST_TEXT = 1000


class LearnerError(Exception):
    """A mistake of the learner's that the harness recognised; the text is a sentence for them."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


def load(source: str) -> types.ModuleType:
    """Runs the source as the module `solution`. Raises whatever the source raises."""
    module = types.ModuleType(MODULE_NAME)
    module.__file__ = FILE_NAME
    # So that `inspect.getsource` and tracebacks show the learner's own lines.
    lines = source.splitlines(keepends=True)
    linecache.cache[FILE_NAME] = (len(source), None, lines, FILE_NAME)
    sys.modules[MODULE_NAME] = module
    exec(compile(source, FILE_NAME, "exec"), module.__dict__)
    return module


def describe(error: BaseException) -> dict[str, object]:
    """What happened, for the wire: type, text, and the last line of the learner's file involved."""
    line = error.line if isinstance(error, LearnerError) else None
    where = None
    if isinstance(error, SyntaxError) and error.filename == FILE_NAME:
        line = error.lineno
        text = error.msg
    else:
        text = _text_of(error)
        for frame in traceback.extract_tb(error.__traceback__):
            if frame.filename == FILE_NAME and frame.lineno is not None:
                line, where = frame.lineno, frame.name
    return {
        "type": type(error).__name__[:100],
        "text": text[:_LONGEST_TEXT],
        "line": line,
        "where": where,
        "recognised": isinstance(error, LearnerError),
    }


def _text_of(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # A learner's own __str__ may raise anything.
        return ""
