"""The exceptions of the grader. Three kinds of fault, never mixed.

    GraderError
    ├── AssignmentError     the author's: a folder that is not a valid assignment
    └── SandboxError        ours: the wall could not be built or broke; may be retried
        └── WallMissing     this machine offers no wall that would hold; retrying will not help

The learner's fault is no exception: it is a `Report` with a `Failure` in it.
"""

from __future__ import annotations

from pathlib import Path


class GraderError(Exception):
    """Any fault that is not the learner's."""


class AssignmentError(GraderError):
    """An assignment's folder is wrong: which file, line and key, and why."""

    def __init__(
        self, reason: str, *, file: Path | str, line: int | None = None, key: str | None = None
    ) -> None:
        self.reason = reason
        self.file = str(file)
        self.line = line
        self.key = key
        super().__init__(str(self))

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.key}: {self.reason}" if self.key else f"{place}: {self.reason}"


class SandboxError(GraderError):
    """The sandbox failed, not the solution. Safe to try again; never costs a learner anything."""


class WallMissing(SandboxError):
    """No engine on this machine can hold hostile code; the message says what is missing."""
