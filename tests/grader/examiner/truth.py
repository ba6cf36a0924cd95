"""What is true of a program, as the first line of its file says.

    # truth: {"l1": false, "l2": true, ..., "bugs": ["best_alias"], "also": [], "data": "iris"}

Techniques are true, false, or null where the question is not asked; `bugs` are the codes that must be
named, `also` those that may be named besides, `data` the name of the data set it is graded on.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

TECHNIQUES = ("l1", "l2", "dropout", "early_stopping", "best_restored")
_MARK = "# truth: "


@dataclass(frozen=True, slots=True)
class Truth:
    """Of one program."""

    l1: bool | None
    l2: bool | None
    dropout: bool | None
    early_stopping: bool | None
    best_restored: bool | None
    bugs: tuple[str, ...]
    also: tuple[str, ...]
    data: str

    @property
    def correct(self) -> bool:
        """Whether the program has no mistake at all."""
        return not self.bugs

    def of(self, technique: str) -> bool | None:
        """Whether the program has it."""
        value: bool | None = getattr(self, technique)
        return value

    def but(self, **changes: Any) -> Truth:
        """The same with something else."""
        return replace(self, **changes)

    def header(self) -> str:
        """The first line of a program's file."""
        return f"{_MARK}{json.dumps(asdict(self))}\n"


def truth_of(source: str) -> Truth:
    """The truth that a program's first line states. Raises ValueError where it states none."""
    line = source.partition("\n")[0]
    if not line.startswith(_MARK):
        raise ValueError("the first line states no truth")
    stated = json.loads(line.removeprefix(_MARK))
    return Truth(**stated | {"bugs": tuple(stated["bugs"]), "also": tuple(stated["also"])})


def read_program(path: Path) -> tuple[str, Truth]:
    """A program of the written corpus and its truth."""
    source = path.read_text()
    return source, truth_of(source)
