"""What is wrong in an author's file, said in this room's own words: file, line, key and reason."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from grader.errors import AssignmentError

from .errors import ContentError
from .rendering import MarkdownError, Rendered, render


def text_of(path: Path) -> str:
    """The whole file. Raises ContentError."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(f"the file cannot be read: {error}", file=path) from error


def line_with(path: Path, words: str) -> int | None:
    """The line of the first place where the words stand."""
    for number, line in enumerate(text_of(path).splitlines(), start=1):
        if words in line:
            return number
    return None


def rendered(text: str, path: Path, lines_above: int) -> Rendered:
    """Markdown of a file, `lines_above` below its first line. Raises ContentError."""
    with placed(path, lines_above):
        return render(text)


@contextmanager
def placed(path: Path, lines_above: int) -> Iterator[None]:
    """A fault of a Markdown text, said with its file and its line in it."""
    try:
        yield
    except MarkdownError as error:
        line = None if error.line is None else error.line + lines_above
        raise ContentError(error.reason, file=path, line=line) from error


@contextmanager
def as_content_error() -> Iterator[None]:
    """What the grader says of an author's file, said as a ContentError."""
    try:
        yield
    except AssignmentError as error:
        raise ContentError(error.reason, file=error.file, line=error.line, key=error.key) from error
