"""What the content is to cover: the rows of content/syllabus.yaml, and what of them is there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, RootModel

from grader.documents import Document, read_document

from .errors import ContentError
from .faults import as_content_error, line_with

FILE_NAME = "syllabus.yaml"
# L a lesson, Q a quiz, C a graded assignment, X a lesson whose code runs as a notebook.
Need: TypeAlias = Literal["L", "Q", "C", "X", "figure"]


class Row(Document):
    """A row of the syllabus. `figure`: a lesson on it has an interactive figure."""

    kinds: Annotated[list[Literal["L", "Q", "C", "X"]], Field(min_length=1)]
    title: Annotated[str, Field(min_length=1, max_length=200)]
    figure: bool = False

    @property
    def needs(self) -> set[Need]:
        """Everything that must be there."""
        return {*self.kinds, "figure"} if self.figure else set(self.kinds)


class Syllabus(RootModel[dict[str, Row]]):
    """content/syllabus.yaml."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one file says it covers, and what it is for those rows. `file` is below content/."""

    file: str
    rows: Sequence[str]
    needs: frozenset[Need]


def read_syllabus(path: Path) -> dict[str, Row]:
    """The rows by their ids. Raises ContentError."""
    with as_content_error():
        return read_document(path, Syllabus).root


def missing(rows: Mapping[str, Row], claims: Iterable[Claim]) -> dict[str, set[Need]]:
    """What is not there yet, by row; rows that have everything are left out."""
    there: defaultdict[str, set[Need]] = defaultdict(set)
    for claim in claims:
        for name in claim.rows:
            there[name] |= claim.needs
    gaps = {name: row.needs - there[name] for name, row in rows.items()}
    return {name: gap for name, gap in gaps.items() if gap}


def check_rows(rows: Mapping[str, Row], claims: Iterable[Claim], folder: Path) -> None:
    """Raises ContentError where something claims to cover a row that the syllabus does not have."""
    for claim in claims:
        for name in claim.rows:
            if name not in rows:
                path = folder / claim.file
                raise ContentError(
                    f"the syllabus has no row {name!r}",
                    file=path,
                    line=line_with(path, "covers"),
                    key="covers",
                )
