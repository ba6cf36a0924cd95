"""Reads the folder of one assignment, of whatever kind."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator

from ..documents import Document, read_document
from ..errors import AssignmentError
from .base import AssignmentBase
from .calibration import Calibration, Standing
from .comparison import ComparisonFile
from .equality import EqualityFile
from .model import ModelFile
from .repair import RepairFile
from .search import SearchFile
from .training import TrainingFile

CALIBRATION = "calibration.yaml"
AssignmentFile = TrainingFile | EqualityFile | ComparisonFile | SearchFile | RepairFile | ModelFile
KINDS: dict[str, type[AssignmentBase]] = {
    "training": TrainingFile,
    "equality": EqualityFile,
    "comparison": ComparisonFile,
    "search": SearchFile,
    "repair": RepairFile,
    "model": ModelFile,
}


class _Kind(BaseModel):
    """As much of assignment.yaml as tells how to read the rest."""

    model_config = ConfigDict(extra="ignore", strict=True)

    kind: str

    @field_validator("kind")
    @classmethod
    def _is_known(cls, kind: str) -> str:
        if kind not in KINDS:
            raise ValueError(f"no kind of assignment is {kind!r}; there are: {', '.join(KINDS)}")
        return kind


class Assignment(Document):
    """A whole assignment, ready to be graded or stored: it needs its folder no more."""

    slug: str
    spec: Annotated[AssignmentFile, Field(discriminator="kind")]
    statement: str
    starter: str
    reference: str
    # The reference without its regularization, to show what that is worth.
    plain: str = ""
    calibration: Calibration | None = None

    @property
    def subject(self) -> str:
        """A digest of what a calibration measures: everything but texts, points and thresholds."""
        settings = self.spec.model_dump_json(include={"kind", "task", "data", "training"})
        parts = (settings, self.starter, self.reference, self.plain)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    @property
    def calibrated(self) -> Standing:
        """Whether its calibration, if it has one, measured what the assignment is now."""
        if self.calibration is None:
            return "none"
        return "current" if self.calibration.subject == self.subject else "stale"

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
    path = folder / "assignment.yaml"
    spec = read_document(path, KINDS[read_document(path, _Kind).kind])
    return Assignment.model_validate(
        {
            "slug": folder.resolve().name,
            "spec": spec,
            "statement": _text(folder / "statement.md"),
            "starter": _python(folder / "starter.py"),
            "reference": _python(folder / "reference.py"),
            "plain": _python(folder / "solutions" / spec.plain) if spec.plain else "",
            "calibration": _calibration(folder / CALIBRATION),
        }
    )


def _calibration(path: Path) -> Calibration | None:
    return read_document(path, Calibration) if path.exists() else None


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
