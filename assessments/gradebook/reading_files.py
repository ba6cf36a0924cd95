"""Reads a file of grades, CSV or XLSX, into rows of text; refuses what is cut off or garbled."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl import load_workbook

LARGEST_FILE = 8 << 20
# An XLSX file is a packed one: what it may unpack to.
LARGEST_UNPACKED = 80 << 20
MOST_ROWS = 20_000
MOST_COLUMNS = 500
XLSX_MAGIC = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file is refused, and where: rows count from 1, the heading is row 1; column in words."""

    reason: str
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        place = "" if self.row is None else f"Row {self.row}"
        if self.column:
            place += f"{', c' if place else 'C'}olumn {self.column!r}"
        return f"{place}: {self.reason}" if place else self.reason


class ImportRefused(Exception):
    """Nothing of the file was taken, and every reason why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file's heading and rows, each as long as the heading; decimal commas stand where `is_comma`."""

    heading: list[str]
    rows: list[tuple[int, list[str]]]
    is_comma: bool = False


def read_sheet(data: bytes) -> Sheet:
    """The file's first sheet. Raises ImportRefused."""
    if len(data) > LARGEST_FILE:
        raise ImportRefused(Problem(f"The file is larger than {LARGEST_FILE >> 20} MiB."))
    if data.startswith(XLSX_MAGIC):
        return _sheet(list(_xlsx_rows(data)), is_comma=False)
    text = _decoded(data)
    separator = _separator(text)
    return _sheet(list(_csv_rows(text, separator)), is_comma=separator != ",")


def _sheet(rows: list[tuple[int, list[str]]], *, is_comma: bool) -> Sheet:
    if not rows:
        raise ImportRefused(Problem("The file is empty."))
    (_, heading), *rest = rows
    heading = [cell.strip() for cell in heading]
    while heading and not heading[-1]:
        heading.pop()
    for name in heading:
        if name and heading.count(name) > 1:
            raise ImportRefused(Problem("the column stands twice", 1, name))
    filled = []
    for number, cells in rest:
        if len(cells) < len(heading):
            raise ImportRefused(
                Problem(
                    f"it has {len(cells)} of {len(heading)} cells; is the file cut off?", number
                )
            )
        if any(cell.strip() for cell in cells[len(heading) :]):
            raise ImportRefused(Problem("it has more cells than the heading", number))
        filled.append((number, [cell.strip() for cell in cells[: len(heading)]]))
    return Sheet(heading, filled, is_comma)


def _decoded(data: bytes) -> str:
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise ImportRefused(
            Problem("it is not UTF-8 text; save the file as CSV in UTF-8", row)
        ) from error
    if "\0" in text:
        row = text.count("\n", 0, text.index("\0")) + 1
        raise ImportRefused(Problem("it holds a character that no text has", row))
    return text


def _separator(text: str) -> str:
    """Whichever of comma, semicolon and tab stands most often in the heading."""
    heading = text.lstrip().partition("\n")[0]
    return max(",;\t", key=heading.count)


def _csv_rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for cells in reader:
            number += 1
            if any(cell.strip() for cell in cells):
                yield _checked(number, cells), cells
    except csv.Error as error:
        raise ImportRefused(Problem(f"it is not CSV: {error}", number + 1)) from error


def _xlsx_rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
                raise ImportRefused(Problem("The file unpacks to more than can be read."))
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        page = book.worksheets[0]
        for number, row in enumerate(page.iter_rows(values_only=True), start=1):
            cells = [_as_text(value) for value in row]
            if any(cells):
                yield _checked(number, cells), cells
    except ImportRefused:
        raise
    except Exception as error:
        # openpyxl raises whatever the broken part makes it raise; to the sender it is all one.
        raise ImportRefused(Problem(f"It is no XLSX file that can be read: {error}")) from error


def _as_text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def _checked(number: int, cells: list[str]) -> int:
    if number > MOST_ROWS:
        raise ImportRefused(Problem(f"The file has more than {MOST_ROWS} rows."))
    if len(cells) > MOST_COLUMNS:
        raise ImportRefused(Problem(f"it has more than {MOST_COLUMNS} cells", number))
    return number
