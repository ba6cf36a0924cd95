"""An assignment: one folder, read and refused as a whole.

assignment.yaml   what is asked, how it is scored, what a solution may use
statement.md      what the learner reads
starter.py        what the learner begins with
reference.py      the author's own solution
solutions/        right_*.py and wrong_*.py, which prove the assignment
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from .datasets import NAMES
from .documents import Document, read_document
from .errors import AssignmentError
from .sandbox.base import MEBIBYTE, Limits

Points = Annotated[float, Field(gt=0, le=1000)]


class AccuracyCriterion(Document):
    """Points for the figure on hidden data: none at `baseline`, all at `target`, linear between."""

    id: Literal["accuracy"]
    title: str
    points: Points
    baseline: float
    target: float
    help: str

    @model_validator(mode="after")
    def _target_above_baseline(self) -> Self:
        if self.target <= self.baseline:
            raise ValueError("target must be greater than baseline")
        return self


class BehaviourCriterion(Document):
    """Points for a technique that acted: all or none."""

    id: Literal["weight_penalty", "l1", "l2", "dropout", "early_stopping", "best_weights_restored"]
    title: str
    points: Points
    help: str


class Training(Document):
    """The graded run. `max_epochs` and `patience` are what `train` is called with."""

    max_epochs: Annotated[int, Field(ge=1, le=1000)] = 40
    patience: Annotated[int, Field(ge=1, le=100)] = 6
    batch_size: Annotated[int, Field(ge=1, le=4096)] = 32


class AllowedUse(Document):
    """What the whole grading of one solution may use; `seconds` are of computing, on one core."""

    seconds: Annotated[float, Field(gt=0, le=3600)] = 60
    memory_mib: Annotated[int, Field(ge=256, le=262144)] = 2048
    source_kib: Annotated[int, Field(ge=1, le=1024)] = 64

    def for_one_job(self) -> Limits:
        """The limits of each cell of the grading."""
        return Limits(
            # On a busy machine computing takes longer than it should: never the learner's fault.
            wall_seconds=3 * self.seconds,
            cpu_seconds=self.seconds,
            memory_bytes=self.memory_mib * MEBIBYTE,
        )


class AssignmentFile(Document):
    """assignment.yaml."""

    kind: Literal["training"]
    title: Annotated[str, Field(min_length=1, max_length=200)]
    summary: Annotated[str, Field(max_length=500)] = ""
    minutes: Annotated[int, Field(ge=1, le=6000)] = 60
    covers: list[str] = Field(default_factory=list)
    task: Literal["classification", "regression"]
    data: str
    training: Training = Field(default_factory=Training)
    limits: AllowedUse = Field(default_factory=AllowedUse)
    submissions_per_hour: Annotated[int, Field(ge=1, le=1000)] = 10
    criteria: Annotated[
        list[Annotated[AccuracyCriterion | BehaviourCriterion, Field(discriminator="id")]],
        Field(min_length=1),
    ]

    @model_validator(mode="after")
    def _data_is_known(self) -> Self:
        if NAMES.get(self.data) != self.task:
            known = ", ".join(name for name, task in sorted(NAMES.items()) if task == self.task)
            raise ValueError(f"no {self.task} data set is named {self.data!r}; there are: {known}")
        return self

    @model_validator(mode="after")
    def _criteria_stand_once(self) -> Self:
        ids = [criterion.id for criterion in self.criteria]
        if len(ids) != len(set(ids)):
            raise ValueError("a criterion stands twice")
        return self


class Assignment(Document):
    """A whole assignment, ready to be graded or stored: it needs its folder no more."""

    slug: str
    spec: AssignmentFile
    statement: str
    starter: str
    reference: str

    @property
    def max_score(self) -> float:
        """The sum of all criteria's points."""
        return sum(criterion.points for criterion in self.spec.criteria)

    @property
    def revision(self) -> str:
        """A digest of all that decides a report; equal digests grade alike."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


def read_assignment(folder: Path) -> Assignment:
    """The assignment in a folder. Raises AssignmentError, naming file, line, key and reason."""
    if not folder.is_dir():
        raise AssignmentError("there is no such folder", file=folder)
    spec = read_document(folder / "assignment.yaml", AssignmentFile)
    return Assignment(
        slug=folder.resolve().name,
        spec=spec,
        statement=_text(folder / "statement.md"),
        starter=_python(folder / "starter.py"),
        reference=_python(folder / "reference.py"),
    )


def _text(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise AssignmentError("the file is missing", file=path) from None
    except (OSError, UnicodeDecodeError) as error:
        raise AssignmentError(f"the file cannot be read: {error}", file=path) from error
    if not text.strip():
        raise AssignmentError("the file is empty", file=path)
    return text


def _python(path: Path) -> str:
    source = _text(path)
    try:
        compile(source, str(path), "exec")
    except SyntaxError as error:
        raise AssignmentError(f"not Python: {error.msg}", file=path, line=error.lineno) from error
    return source
